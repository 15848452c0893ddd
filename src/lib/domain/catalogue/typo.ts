/** Longest word that is looked for with an edit: a bit of a whole number a letter. */
const LONGEST = 31;

/**
 * Whether a text has a part that is the word with at most one edit: a letter more, less or another, or two neighbours
 * swapped. A word of three letters may only be swapped, a shorter one is taken as it is. Made once a word, asked of many
 * texts.
 *
 * The bits of a number are the beginnings of the word that end at the letter just read (Bitap: Baeza-Yates and Gonnet
 * 1992; with edits: Wu and Manber 1992).
 */
export function withOneEdit(word: string): (text: string) => boolean {
	const length = word.length;
	if (length < 3 || length > LONGEST) return (text) => text.includes(word);
	const anyEdit = length >= 4;
	const places = new Map<number, number>();
	for (let i = 0; i < length; i++) {
		const letter = word.charCodeAt(i);
		places.set(letter, (places.get(letter) ?? 0) | (1 << i));
	}
	const whole = 1 << (length - 1);
	return (text) => {
		let exact = 0;
		let edited = anyEdit ? 1 : 0;
		let exactBefore = 0;
		let hereBefore = 0;
		for (let i = 0; i < text.length; i++) {
			const here = places.get(text.charCodeAt(i)) ?? 0;
			const next = ((exact << 1) | 1) & here;
			const swapped = i > 0 ? ((((exactBefore << 1) | 1) & here) << 1) & hereBefore : 0;
			edited = ((edited << 1) & here) | swapped;
			// Another letter in its place; one more in the text; one less, which may be the word's first.
			if (anyEdit) edited |= (exact << 1) | exact | (next << 1) | 1;
			if ((next | edited) & whole) return true;
			exactBefore = exact;
			hereBefore = here;
			exact = next;
		}
		return false;
	};
}
