import { writeCell } from './scan';

/** The text of a file that POP writes and never reads: comma-separated, a line a row. */
export function generatedText(
	columns: readonly string[],
	rows: readonly (readonly (string | number)[])[]
): string {
	return [columns, ...rows]
		.map((cells) => cells.map((cell) => writeCell(String(cell), ',')).join(',') + '\n')
		.join('');
}
