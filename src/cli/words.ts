/** A number with its noun: `1 file`, `2 files`. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
	`${count} ${count === 1 ? one : many}`;

/** How a comparison ends, for people. */
export const differencesFound = (count: number): string =>
	count === 0
		? 'No difference was found.'
		: `${plural(count, 'difference')} ${count === 1 ? 'was' : 'were'} found.`;
