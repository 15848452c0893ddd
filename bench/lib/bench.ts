/** What a benchmark says: its figures, and beside them those of its reference where it has one. */
export interface Figures {
	/** What was measured: `64 clients`, `50000 products`. */
	case: string;
	/** Numbers by name, the unit in the name: `ordersPerSecond`, `p99Ms`. */
	[figure: string]: unknown;
	/** What it is measured against, and its figures. */
	reference?: { what: string; [figure: string]: unknown };
	/** The main figure beside the reference's: above 1 is better than the reference. */
	ratio?: number;
}

export type Emit = (figures: Figures) => void;

/** The value that a share of the measurements does not exceed: 0.5 is the median. NaN for none. */
export function quantile(values: readonly number[], share: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

/** Rounded for people: three significant digits or whole. */
export const round = (value: number) =>
	Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(3));
