import uFuzzy from '@leeoniya/ufuzzy';
import { compact, fold, isAscii } from './fold';
import type { Product } from './product';

/** With fewer exact answers than this, those with one wrong letter a word follow. */
const FEW = 5;

/** One edit a word from four letters on: a letter more, less, another, or two swapped. Three letters may be swapped. */
const edits: uFuzzy.Options = {
	intraMode: 1,
	intraRules: (part) => {
		const any = part.length >= 4 ? 1 : 0;
		return {
			intraSlice: [0, Infinity],
			intraIns: any,
			intraSub: any,
			intraTrn: part.length >= 3 ? 1 : 0,
			intraDel: any
		};
	}
};
const latin = new uFuzzy(edits);
const anyScript = new uFuzzy({
	...edits,
	unicode: true,
	interSplit: "[^\\p{L}\\d']+",
	intraSplit: '\\p{Ll}\\p{Lu}',
	interBound: '[^\\p{L}\\d]',
	intraBound: '\\p{L}\\d|\\d\\p{L}|\\p{Ll}\\p{Lu}',
	intraChars: "[\\p{L}\\d']",
	intraContr: "'\\p{L}{1,2}\\b"
});

/** Above any number of rows; a score and a row are sorted as one number. */
const ROWS = 2 ** 22;

/**
 * The shop's search, over numbered rows. A few strings a product and no index: 50,000 are ready at once and a changed
 * one costs nothing. Words may come in any order; numbers match with spaces, dashes, dots, slashes and case ignored.
 */
export class Search {
	#names: string[] = [];
	/** The words that may be misspelt: name, brand, section, former names. '' for a free row. */
	#texts: string[] = [];
	/** `|number|…|name|`, compact: numbers, former names too. */
	#codes: string[] = [];

	put(row: number, product: Product): void {
		const { name, brand = '', section, partNumber = '', barcode = '', productId } = product;
		const former = product.formerNames?.join('|') ?? '';
		const numbers = `${partNumber}|${barcode}|${productId}|${product.oemNumbers?.join('|') ?? ''}|${former}`;
		while (this.#texts.length < row) this.remove(this.#texts.length);
		this.#names[row] = fold(name);
		this.#texts[row] = fold(`${name} ${brand} ${section} ${former}`);
		this.#codes[row] = `|${fold(`${numbers}|${name}`).split('|').map(compact).join('|')}|`;
	}

	remove(row: number): void {
		this.#names[row] = this.#texts[row] = this.#codes[row] = '';
	}

	/** Rows that answer `q`, best first; of equal answers the lower row. */
	find(q: string): number[] {
		const words = fold(q)
			.split(/[^\p{L}\p{N}]+/u)
			.filter((word) => word !== '')
			.sort((a, b) => b.length - a.length);
		if (words.length === 0) return [];
		const exact = this.#exact(words, compact(fold(q)));
		if (exact.length >= FEW) return exact;
		const had = new Set(exact);
		return [...exact, ...this.#misspelt(words).filter((row) => !had.has(row))];
	}

	#exact(words: string[], code: string): number[] {
		const scored: number[] = [];
		for (let row = 0; row < this.#texts.length; row++) {
			const codes = this.#codes[row]!;
			const score = Math.max(
				code.length >= 3 ? codeScore(codes, code) : 0,
				words.every((word) => this.#texts[row]!.includes(word) || codes.includes(word))
					? this.#wordScore(row, words)
					: 0
			);
			if (score > 0) scored.push(score * ROWS - row);
		}
		return bestFirst(scored);
	}

	/** Every word with at most one edit; words with digits only as they are. */
	#misspelt(words: string[]): number[] {
		const numbers = words.filter((word) => /\d/.test(word));
		let rows: number[] | undefined;
		if (numbers.length > 0) {
			rows = [];
			for (const [row, codes] of this.#codes.entries())
				if (numbers.every((word) => codes.includes(word))) rows.push(row);
		}
		for (const word of words) {
			if (rows?.length === 0) return [];
			if (!numbers.includes(word))
				rows = (isAscii(word) ? latin : anyScript).filter(this.#texts, word, rows) ?? [];
		}
		return bestFirst((rows ?? []).map((row) => this.#wordScore(row, words) * ROWS - row));
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

/** A number (or name) in full counts most, then a number's beginning, then any part; one shorter than 4 is chance. */
function codeScore(codes: string, code: string): number {
	if (!codes.includes(code)) return 0;
	if (codes.includes(`|${code}|`)) return 1000;
	if (/\d/.test(code) && codes.includes(`|${code}`)) return 500;
	return code.length >= 4 ? 3 : 0;
}

/** Rows by score, then row, from `score * ROWS - row`. */
function bestFirst(scored: number[]): number[] {
	return Array.from(Float64Array.from(scored).sort().reverse(), (value) => {
		const row = -value % ROWS;
		return row < 0 ? row + ROWS : row;
	});
}
