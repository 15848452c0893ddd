// eslint-disable-next-line no-control-regex
const ascii = /^[\x00-\x7f]*$/;

export const isAscii = (text: string): boolean => ascii.test(text);

/** Text as search and sorting see it: lower case, without accents. */
export function fold(text: string): string {
	return isAscii(text)
		? text.toLowerCase()
		: text
				.normalize('NFKD')
				.replace(/\p{M}+/gu, '')
				.toLowerCase();
}

/** Folded text without anything but letters, digits and the bars between numbers: how part numbers are compared. */
export function compact(folded: string): string {
	return isAscii(folded) ? folded.replace(/[^a-z0-9|]+/g, '') : folded.replace(/[^\p{L}\p{N}|]+/gu, '');
}

/** The words of a folded text. */
export function wordsOf(folded: string): string[] {
	return folded.split(isAscii(folded) ? /[^a-z0-9]+/ : /[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}
