import { expect, test } from 'vitest';
import { headOf } from '../../../src/lib/client/imports/check';

test.each([10, 11])(
	'a long file is cut in the middle of no character, at %i bytes from one',
	async (shift) => {
		const row = `${'é'.repeat(50)},1\r\n`;
		const text = `${' '.repeat(shift)}größe,número\r\n${row.repeat(1000)}`;
		expect((await headOf(new Blob([text]))).header.map((name) => name.trim())).toEqual(['größe', 'número']);
	}
);

test('a file in UTF-16 keeps its header too', async () => {
	const text = `\ufeffgröße,número\n${'Ċ,1\n'.repeat(20_000)}`;
	const bytes = new Uint8Array(Uint16Array.from(text, (character) => character.charCodeAt(0)).buffer);
	expect((await headOf(new Blob([bytes]))).header).toEqual(['größe', 'número']);
});
