import { compact, fold, wordsOf } from './fold';
import type { Product } from './product';
import { withOneEdit } from './typo';

/** With fewer exact answers than this, those with one wrong letter a word follow. */
const FEW = 5;

/** Words and how products may spell them. */
type Meant = ReadonlyMap<string, string[]>;

export interface Found {
	rows: number[];
	/** Words, folded and in the order typed, that the rows need not have; none where something has every word. */
	leftOut: string[];
}

/** Above any number of rows; a score and a row are sorted as one number. */
const ROWS = 2 ** 22;

/**
 * The shop's search, over numbered rows. Two strings a product and no index: 50,000 are ready at once and a changed
 * one costs nothing. Words may come in any order; numbers match with spaces, dashes, dots, slashes and case ignored.
 */
export class Search {
	#productOf: (row: number) => Product;
	#names: string[] = [];
	/** What a product is found by: its words (name, brand, section, former names), then `|number|…|name|`, compact. '' for a
	 * free row, null until somebody searches: lists need not wait for it. */
	#texts: (string | null)[] = [];
	/** Rows before this one have their text. */
	#read = 0;
	/** Every word but numbers that products have or had: what a misspelt one may have meant. */
	#vocabulary = new Set<string>();

	constructor(productOf: (row: number) => Product) {
		this.#productOf = productOf;
	}

	put(row: number): void {
		while (this.#texts.length < row) this.#texts.push('');
		this.#texts[row] = null;
		this.#read = Math.min(this.#read, row);
	}

	/** Reads up to `most` products that nobody searched yet; false when none are left. */
	read(most: number): boolean {
		const end = this.#texts.length;
		for (let left = most; this.#read < end && left > 0; this.#read++) {
			if (this.#texts[this.#read] !== null) continue;
			this.#learn(this.#read);
			left--;
		}
		return this.#read < end;
	}

	#learn(row: number): void {
		const product = this.#productOf(row);
		const { name, brand = '', section, partNumber = '', barcode = '', productId } = product;
		const former = product.formerNames?.join('|') ?? '';
		const oem = product.oemNumbers?.join('|') ?? '';
		const words = fold(`${name} ${brand} ${section} ${former}`).replaceAll('|', ' ');
		this.#names[row] = fold(name);
		this.#texts[row] =
			`${words}|${compact(fold(`${partNumber}|${barcode}|${productId}|${oem}|${former}|${name}`))}|`;
		for (const word of wordsOf(words)) if (!/\d/.test(word)) this.#vocabulary.add(word);
	}

	remove(row: number): void {
		this.#texts[row] = '';
	}

	/**
	 * Rows that answer `q`, best first; of equal answers the lower row. With `someWords`, where nothing has every word,
	 * those with the most, and the words that had to be left out.
	 */
	find(q: string, someWords = false): Found {
		const folded = fold(q).replaceAll('|', ' ');
		const typed = wordsOf(folded);
		const words = typed.toSorted((a, b) => b.length - a.length);
		if (words.length === 0) return { rows: [], leftOut: [] };
		this.read(Infinity);
		const exact = this.#exact(words, compact(folded));
		if (exact.length >= FEW) return { rows: exact, leftOut: [] };
		const had = new Set(exact);
		const meant = this.#meant(words);
		const rows = [...exact, ...this.#misspelt(words, meant).filter((row) => !had.has(row))];
		if (rows.length > 0 || !someWords) return { rows, leftOut: [] };
		const known = this.#mostWords(words, meant);
		if (known.length === 0) return { rows, leftOut: [] };
		const leftOut = [...new Set(typed)].filter((word) => !known.includes(word));
		return { rows: this.#misspelt(known, meant), leftOut };
	}

	#exact(words: string[], code: string): number[] {
		const scored: number[] = [];
		for (let row = 0; row < this.#texts.length; row++) {
			const text = this.#texts[row]!;
			const byCode = code.length >= 3 ? codeScore(text, code) : 0;
			const byWords = words.every((word) => text.includes(word)) ? this.#wordScore(row, words) : 0;
			if (byCode + byWords > 0) scored.push(Math.max(byCode, byWords) * ROWS - row);
		}
		return bestFirst(scored);
	}

	/** Each word as products write it with at most one edit; words with digits only as they are. */
	#meant(words: string[]): Meant {
		const vocabulary = [...this.#vocabulary];
		const spellings = (word: string) =>
			/\d/.test(word) ? [word] : shortest(vocabulary.filter(withOneEdit(word)));
		return new Map(words.map((word) => [word, spellings(word)]));
	}

	#misspelt(words: string[], meant: Meant): number[] {
		const spellings = words.map((word) => meant.get(word)!);
		const scored: number[] = [];
		for (let row = 0; row < this.#texts.length; row++) {
			const text = this.#texts[row]!;
			if (spellings.every((some) => hasAny(text, some)))
				scored.push(this.#wordScore(row, words) * ROWS - row);
		}
		return bestFirst(scored);
	}

	/** The words that the row with the most of them has; of several such rows, the one that they name best. */
	#mostWords(words: string[], meant: Meant): string[] {
		let most: string[] = [];
		let best = 0;
		for (let row = 0; row < this.#texts.length; row++) {
			const text = this.#texts[row]!;
			const known = words.filter((word) => hasAny(text, meant.get(word)!));
			if (known.length === 0 || known.length < most.length) continue;
			const score = this.#wordScore(row, known);
			if (known.length === most.length && score <= best) continue;
			most = known;
			best = score;
		}
		return most;
	}

	/** The better, the more words stand in the name, whole or at least from a word's start; 1 for any other hit. */
	#wordScore(row: number, words: string[]): number {
		const name = this.#names[row]!;
		let score = 1;
		for (const word of words) {
			const at = name.indexOf(word);
			if (at < 0) continue;
			const fromStart = at === 0 || isBreak(name.charCodeAt(at - 1));
			const toEnd = at + word.length === name.length || isBreak(name.charCodeAt(at + word.length));
			score += fromStart && toEnd ? 10 : fromStart ? 7 : 4;
			if (at === 0) score += 1;
		}
		return score;
	}
}

/** Whether a folded character (UTF-16) parts words. */
const isBreak = (char: number) => char < 128 && !(char >= 97 && char <= 122) && !(char >= 48 && char <= 57);

const hasAny = (text: string, spellings: string[]) => spellings.some((spelling) => text.includes(spelling));

/** Of some words those that hold no other of them: where a longer one stands, the shorter does too. */
function shortest(words: string[]): string[] {
	const kept: string[] = [];
	for (const word of words.sort((a, b) => a.length - b.length))
		if (!kept.some((shorter) => word.includes(shorter))) kept.push(word);
	return kept;
}

/** A number (or name) in full counts most, then a number's beginning, then any part; one shorter than 4 is chance. */
function codeScore(text: string, code: string): number {
	if (!text.includes(code)) return 0;
	if (text.includes(`|${code}|`)) return 1000;
	if (/\d/.test(code) && text.includes(`|${code}`)) return 500;
	return code.length >= 4 ? 3 : 0;
}

/** Rows by score, then row, from `score * ROWS - row`. */
function bestFirst(scored: number[]): number[] {
	return Array.from(Float64Array.from(scored).sort().reverse(), (value) => {
		const row = -value % ROWS;
		return row < 0 ? row + ROWS : row;
	});
}
