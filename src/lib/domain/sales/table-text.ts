import { writeCell } from '../csv/scan';
import { neutralise } from '../import/spreadsheet';

/**
 * A table as CSV text for other programs: RFC 4180, with CRLF. A text that a spreadsheet would take for a formula is
 * neutralised as in exports (OWASP, CSV injection); numbers stay numbers.
 */
export function tableText(
	header: readonly string[],
	rows: readonly (readonly (string | number)[])[]
): string {
	const cell = (value: string | number) =>
		writeCell(typeof value === 'string' ? neutralise(value) : String(value), ',');
	return [header, ...rows].map((cells) => `${cells.map(cell).join(',')}\r\n`).join('');
}
