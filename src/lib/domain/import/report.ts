import { faultsIn, type Fault, type Rejection } from '../csv/spec';

export type ImportMode = 'merge' | 'replace';

/** What an import did, or would do. */
export interface ImportReport {
	/** Rows below the header that say something. */
	rows: number;
	inserted: number;
	updated: number;
	unchanged: number;
	deleted: number;
	rejected: Rejection[];
	/** Sales and reserve stock whose item is no product: kept under its name. */
	unmatched: number;
	/** For people: what is taken as it stands, but looks wrong; the first of them. */
	warnings: string[];
	/** How many there are. */
	warned: number;
}

export const emptyReport = (): ImportReport => ({
	rows: 0,
	inserted: 0,
	updated: 0,
	unchanged: 0,
	deleted: 0,
	rejected: [],
	unmatched: 0,
	warnings: [],
	warned: 0
});

/** Refused rows by cause, the most frequent first, with the first of each. A row counts for each of its faults. */
export function causes(
	rejected: readonly Rejection[]
): { column: string; reason: string; count: number; first: Fault & { line: number } }[] {
	const byCause = new Map<string, ReturnType<typeof causes>[number]>();
	for (const fault of rejected.flatMap(faultsIn)) {
		const { column } = fault;
		// "stands in line 7 already" is one cause, whatever the line.
		const reason = fault.reason.replace(/\bline \d+\b/, 'another line');
		const cause = byCause.get(`${column}|${reason}`);
		if (cause) cause.count++;
		else byCause.set(`${column}|${reason}`, { column, reason, count: 1, first: fault });
	}
	return [...byCause.values()].sort((a, b) => b.count - a.count);
}
