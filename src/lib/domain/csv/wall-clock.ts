/**
 * The shop's wall clock for whole files: `toLocal` and `fromLocal` ask Intl each time, which takes as long as reading ten
 * rows. Here Intl is asked once a day of the file; days on which the clock changes are left to it.
 */

import { fromLocal, toLocal } from '../time';

const DAY = 86_400_000;
const offsets = new Map<string, number | null>();

/** The offset from UTC (ms) that a zone has all through a day (days since 1970, UTC); null where it changes. */
function offsetOn(day: number, timeZone: string): number | null {
	const key = `${timeZone} ${day}`;
	let offset = offsets.get(key);
	if (offset === undefined) {
		const at = (ms: number) => Date.parse(toLocal(ms, timeZone).replace(' ', 'T') + 'Z') - ms;
		// A day of the wall clock reaches into its neighbours in UTC.
		const [before, after] = [at((day - 1) * DAY), at((day + 2) * DAY)];
		offset = before === after ? before : null;
		offsets.set(key, offset);
	}
	return offset;
}

/** The wall clock of an instant (ms), to the second. */
export function localOf(at: number, timeZone: string): string {
	const offset = offsetOn(Math.floor(at / DAY), timeZone);
	if (offset === null) return toLocal(at, timeZone);
	return new Date(at + offset).toISOString().slice(0, 19).replace('T', ' ');
}

/** The instant (ms) of a wall clock; null where the text is no date. */
export function instantOf(text: string, timeZone: string): number | null {
	const wall = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text) ? Date.parse(text.replace(' ', 'T') + 'Z') : NaN;
	if (Number.isNaN(wall) || new Date(wall).toISOString().slice(8, 10) !== text.slice(8, 10))
		return fromLocal(text, timeZone);
	const offset = offsetOn(Math.floor(wall / DAY), timeZone);
	return offset === null ? fromLocal(text, timeZone) : wall - offset;
}
