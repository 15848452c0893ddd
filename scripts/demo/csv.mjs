/** @param {string} cell one cell, quoted where it must be */
const quoted = (cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** A CSV text: comma, LF, a final line end. */
export const csv = (header, rows) =>
	[header, ...rows].map((row) => row.map((cell) => quoted(String(cell))).join(',')).join('\n') + '\n';

/** An amount in paise as the files hold it. */
export const money = (paise) => (paise / 100).toFixed(2);
