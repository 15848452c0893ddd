/** One row of numbers of a chart, one for each label; null where there is none. */
export interface Series {
	label: string;
	values: (number | null)[];
	/**
	 * A line where nothing else is said. `shade` marks the labels whose value is not 0 or null; `heat` is a row of tiles,
	 * the darker the more, and then all of the chart is; `told` stands in the table alone, behind the others.
	 */
	kind?: 'line' | 'bar' | 'shade' | 'heat' | 'told';
	/** A number of a `told` series for people, where it is another kind of number than the chart's. */
	format?(value: number): string;
	/** The interval around a line. */
	band?: { lower: (number | null)[]; upper: (number | null)[] };
	/** The place among the looks, colour with dash and marker, where it is not the place in the chart. */
	colour?: number;
	/** A thin line or a grey bar, behind what matters. */
	faint?: boolean;
}

export interface Drawing {
	labels: string[];
	series: Series[];
	/** Bars that lie, their labels at the left. */
	sideways: boolean;
	stacked: boolean;
	format(value: number): string;
	/** The same at an axis, where room is short. */
	axis(value: number): string;
	/** Let it grow, where it has few points: the first time it is drawn. */
	grow: boolean;
}

/** A copy to keep: Chart.js puts its own into the lists that it draws. */
export const copyOf = ({ values, band, ...series }: Series): Series => ({
	...series,
	values: [...values],
	...(band && { band: { lower: [...band.lower], upper: [...band.upper] } })
});

/** A drawing with nothing in it yet. */
export const frameOf = (drawing: Drawing): Drawing => ({
	...drawing,
	labels: [],
	series: drawing.series.map(({ band: _, ...series }) => ({ ...series, values: [] })),
	grow: false
});

/** The numbers of a chart as a table: a row a label, a column a series, those of an interval after its line. */
export function tableOf(
	heading: string,
	labels: readonly string[],
	series: readonly Series[]
): { columns: string[]; formats: Series['format'][]; rows: (string | number | null)[][] } {
	const columns = series.flatMap(({ label, values, band, kind, format }) => {
		const own = {
			label,
			format,
			values: kind === 'shade' ? values.map((value) => (value ? 1 : null)) : values
		};
		return band
			? [
					own,
					{ label: `${label}, at least`, format, values: band.lower },
					{ label: `${label}, at most`, format, values: band.upper }
				]
			: [own];
	});
	return {
		columns: [heading, ...columns.map(({ label }) => label)],
		formats: [undefined, ...columns.map(({ format }) => format)],
		rows: labels.map((label, row) => [label, ...columns.map(({ values }) => values[row] ?? null)])
	};
}
