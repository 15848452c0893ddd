import { compareText } from './totals';

export type Abc = 'A' | 'B' | 'C';
export type Xyz = 'X' | 'Y' | 'Z';
export type Cell = `${Abc}${Xyz}`;

export interface Valued {
	readonly productId: string;
	/** What it brought in the range, minor units. */
	readonly value: number;
	/** Units a period of the range, periods without sales as 0. */
	readonly series: ArrayLike<number>;
}

export interface Classified {
	productId: string;
	value: number;
	/** Its share of all value, and that of it and all products worth more. */
	share: number;
	cumulativeShare: number;
	/** Standard deviation by mean of the series; Infinity without sales. */
	variation: number;
	abc: Abc;
	xyz: Xyz;
}

/**
 * Value by variability. A are the products that make up the first 80 % of the value, B those up to 95 %, C the rest
 * (Dickie 1951); X vary by less than half their mean, Y by less than their mean, Z by more (thresholds by convention).
 * The product that crosses a border is still inside it; one without value is C. The most valued first.
 */
export function classify(products: Iterable<Valued>): Classified[] {
	const sorted = [...products].sort((a, b) => b.value - a.value || compareText(a.productId, b.productId));
	const total = sorted.reduce((sum, { value }) => sum + Math.max(0, value), 0);
	let before = 0;
	return sorted.map(({ productId, value, series }) => {
		const share = total > 0 ? Math.max(0, value) / total : 0;
		const start = before / total;
		before += Math.max(0, value);
		const abc = value <= 0 ? 'C' : start < 0.8 ? 'A' : start < 0.95 ? 'B' : 'C';
		const variation = variationOf(series);
		const xyz = variation < 0.5 ? 'X' : variation < 1 ? 'Y' : 'Z';
		return { productId, value, share, cumulativeShare: total > 0 ? before / total : 0, variation, abc, xyz };
	});
}

export interface CellTotals {
	cell: Cell;
	products: number;
	/** Minor units. */
	value: number;
	valueShare: number;
}

/** The table of nine cells, row by row: AX, AY, AZ, BX and so on; empty ones too. */
export function nineCells(products: Iterable<Classified>): CellTotals[] {
	const cells = (['A', 'B', 'C'] as const).flatMap((abc) =>
		(['X', 'Y', 'Z'] as const).map((xyz) => ({
			cell: `${abc}${xyz}` as const,
			products: 0,
			value: 0,
			valueShare: 0
		}))
	);
	for (const { abc, xyz, value, share } of products) {
		const cell = cells.find((other) => other.cell === `${abc}${xyz}`)!;
		cell.products++;
		cell.value += value;
		cell.valueShare += share;
	}
	return cells;
}

/** Of all periods of the range, so without a correction for a sample. */
function variationOf(series: ArrayLike<number>): number {
	const values = Array.from(series);
	const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
	if (!(mean > 0)) return Infinity;
	const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
	return Math.sqrt(squares / values.length) / mean;
}
