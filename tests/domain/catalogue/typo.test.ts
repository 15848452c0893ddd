import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withOneEdit } from '../../../src/lib/domain/catalogue/typo';

const letters = [...'abc'];

/** Every way to write a word with one edit, and the word. */
function spellings(word: string): string[] {
	const at = [...word, ''].map((_, i) => i);
	return [
		word,
		...at.flatMap((i) => letters.map((letter) => word.slice(0, i) + letter + word.slice(i))),
		...at.flatMap((i) => letters.map((letter) => word.slice(0, i) + letter + word.slice(i + 1))),
		...at.map((i) => word.slice(0, i) + word.slice(i + 1)),
		...at
			.filter((i) => i + 1 < word.length)
			.map((i) => word.slice(0, i) + word[i + 1] + word[i] + word.slice(i + 2))
	];
}

test('a text is found where it holds a spelling with one edit, and only there', () => {
	fc.assert(
		fc.property(
			fc.string({ unit: fc.constantFrom(...letters), minLength: 4, maxLength: 7 }),
			fc.string({ unit: fc.constantFrom(...letters), maxLength: 9 }),
			(word, text) => {
				const holds = spellings(word).some((spelling) => text.includes(spelling));
				expect(withOneEdit(word)(text)).toBe(holds);
			}
		),
		{ numRuns: 2000 }
	);
});

test('three letters may be swapped, two and very many are taken as they are', () => {
	expect(withOneEdit('oil')('iol filter')).toBe(true);
	expect(withOneEdit('oil')('oal')).toBe(false);
	expect(withOneEdit('ab')('ba')).toBe(false);
	const long = 'x'.repeat(40);
	expect(withOneEdit(long)(`${long}y`)).toBe(true);
	expect(withOneEdit(long)('x'.repeat(39))).toBe(false);
});
