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

/** Folded text without anything but letters and digits: how part numbers and barcodes are compared. */
export function compact(folded: string): string {
	return isAscii(folded) ? folded.replace(/[^a-z0-9]+/g, '') : folded.replace(/[^\p{L}\p{N}]+/gu, '');
}
