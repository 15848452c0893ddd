/**
 * A table as CSV text for other programs: RFC 4180, with CRLF. A text that a spreadsheet would take for a formula gets
 * an apostrophe before it (OWASP, CSV injection); numbers stay numbers.
 */
export function tableText(
	header: readonly string[],
	rows: readonly (readonly (string | number)[])[]
): string {
	const cell = (value: string | number): string => {
		const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
		return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
	};
	return [header, ...rows].map((cells) => `${cells.map(cell).join(',')}\r\n`).join('');
}
