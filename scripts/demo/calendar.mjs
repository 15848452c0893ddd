/** Days and wall-clock texts of the sample. The shop's zone has no clock changes, so UTC arithmetic is the wall clock's. */

/** The sample's last day. Where it is prepared, its dates move on by whole weeks and what lies beyond yesterday is cut. */
const lastDay = Date.UTC(2026, 5, 28);
/** Two years, and six days that may be cut. */
export const days = 731 + 6;
/** In the days that may be cut there are only sales: nothing else has to be undone with them. */
export const lastQuietDay = days - 6;

const dayMs = 86_400_000;

/** The instant, as if the wall clock were UTC, of a second of a day. */
export const at = (day, second = 0) => lastDay - (days - 1 - day) * dayMs + second * 1000;
export const monthOf = (day) => new Date(at(day)).getUTCMonth();
/** 0 is Monday. */
export const weekdayOf = (day) => (new Date(at(day)).getUTCDay() + 6) % 7;

export const dateText = (day) => new Date(at(day)).toISOString().slice(0, 10);
export const timeText = (day, second) =>
	new Date(at(day, second)).toISOString().slice(0, 19).replace('T', ' ');
