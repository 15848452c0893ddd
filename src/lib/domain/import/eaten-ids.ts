/**
 * Ids that a spreadsheet has taken for numbers or dates: `007` saved as `7`, `1E5` as `100000`, 20 digits as `1.23457E+19`,
 * `MAR1` as `1-Mar`. What it made of an id can't be told from the file alone, only against the ids that are known.
 */

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** Digits that a double keeps. */
const KEPT_DIGITS = 15;

/** What a spreadsheet may make of an id; nothing for ids that it leaves alone. */
export function eatenForms(id: string): string[] {
	const forms = [...numberForms(id), ...dateForms(id)].map((form) => form.toLowerCase());
	return forms.filter((form) => form !== id.toLowerCase());
}

function numberForms(id: string): string[] {
	if (!/^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(id)) return [];
	const value = Number(id);
	if (!Number.isFinite(value)) return [];
	const digits = id.replace(/^0+/, '');
	const cut = /^\d+$/.test(digits) && digits.length > KEPT_DIGITS;
	return [
		...(cut ? [digits.slice(0, KEPT_DIGITS).padEnd(digits.length, '0')] : [plain(value)]),
		...[2, 4, 5].map((places) => exponent(value, places)),
		exponent(value, 5).replace(/\.?0+E/, 'E')
	];
}

const plain = (value: number) => (Math.abs(value) < 1e21 ? String(value) : exponent(value, 5));

/** `1.23457E+19`, with at least two digits behind the sign. */
const exponent = (value: number, places: number) =>
	value
		.toExponential(places)
		.replace(/e([+-])(\d+)$/, (_, sign: string, power: string) => `E${sign}${power.padStart(2, '0')}`);

function dateForms(id: string): string[] {
	const named = /^([a-z]{3,9})[-/ .]?(\d{1,2})$/i.exec(id) ?? /^(\d{1,2})[-/ .]?([a-z]{3,9})$/i.exec(id);
	const parts = named?.slice(1) ?? /^(\d{1,2})[-/](\d{1,2})$/.exec(id)?.slice(1);
	if (!parts) return [];
	const forms: string[] = [];
	for (const [month, day] of [parts, [...parts].reverse()] as [string, string][]) {
		const at = /^\d+$/.test(month) ? Number(month) - 1 : months.indexOf(month.slice(0, 3).toLowerCase());
		const number = Number(day);
		if (!months[at] || !(number >= 1 && number <= 31)) continue;
		const name = months[at]!;
		for (const written of [String(number), String(number).padStart(2, '0')])
			forms.push(`${written}-${name}`, `${name}-${written}`);
	}
	return forms;
}

/** Finds, for an id that nobody knows, the known one that a spreadsheet made it of. */
export function eatenFinder(known: Iterable<string>): (id: string) => string | undefined {
	const ids = new Set(known);
	const eaten = new Map<string, string>();
	for (const id of ids) for (const form of eatenForms(id)) eaten.set(form, id);
	return (id) => (ids.has(id) ? undefined : eaten.get(id.trim().toLowerCase()));
}
