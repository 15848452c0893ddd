/** Dates in the shop's files are local wall clock, `YYYY-MM-DD HH:MM:SS` in the shop's zone. */

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
	let format = formats.get(timeZone);
	if (!format) {
		format = new Intl.DateTimeFormat('en-CA', {
			timeZone,
			hourCycle: 'h23',
			year: 'numeric',
			month: '2-digit',
			day: '2-digit',
			hour: '2-digit',
			minute: '2-digit',
			second: '2-digit'
		});
		formats.set(timeZone, format);
	}
	return format;
}

/** What was asked last: a busy shop asks for the same second many times, and formatting is slow. */
let last = { second: NaN, timeZone: '', local: '' };

/** The wall clock of an instant (ms since 1970) in a zone, as the files hold it. */
export function toLocal(at: number, timeZone: string): string {
	const second = Math.floor(at / 1000);
	if (last.second === second && last.timeZone === timeZone) return last.local;
	const parts = Object.fromEntries(
		formatOf(timeZone)
			.formatToParts(at)
			.map(({ type, value }) => [type, value])
	);
	const local = `${parts.year}-${parts.month}-${parts.day} ${parts.hour}:${parts.minute}:${parts.second}`;
	last = { second, timeZone, local };
	return local;
}

/** The instant of a wall clock in a zone, or null where the text is no date; a time that a clock change skips or doubles takes the earlier offset. */
export function fromLocal(text: string, timeZone: string): number | null {
	const match = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2}))?)?$/.exec(text.trim());
	if (!match) return null;
	const [year, month, day, hour, minute, second] = match.slice(1).map((part) => Number(part ?? 0)) as [
		number,
		number,
		number,
		number,
		number,
		number
	];
	const wall = Date.UTC(year, month - 1, day, hour, minute, second);
	const check = new Date(wall);
	if (
		check.getUTCMonth() !== month - 1 ||
		check.getUTCDate() !== day ||
		hour > 23 ||
		minute > 59 ||
		second > 59
	)
		return null;
	const offsetAt = (at: number) => {
		const local = toLocal(at, timeZone);
		return Date.parse(local.replace(' ', 'T') + 'Z') - Math.floor(at / 1000) * 1000;
	};
	const guess = wall - offsetAt(wall);
	return wall - offsetAt(guess);
}
