import type { ChartConfiguration } from 'chart.js';
import { thinned, type Kind, type Look } from './look';
import type { Drawing } from './series';

/** The least of a colour that is told from nothing, percent. */
const FAINTEST = 12;

/** Tiles, a row a series from the top, the darker the more: bars of one height, stacked without a gap. */
export function heatOf(
	{ labels, series, format }: Drawing,
	look: Look
): ChartConfiguration<Kind, (number | null)[], string> {
	const rows = series.toReversed();
	const most = Math.max(1e-9, ...rows.flatMap(({ values }) => values.map((value) => value ?? 0)));
	const colourOf = (value: number | null) =>
		value && value > 0
			? thinned(look.colours[0]!, Math.round(FAINTEST + (100 - FAINTEST) * (value / most)))
			: look.sunken;
	return {
		type: 'bar',
		data: {
			labels,
			datasets: rows.map(({ label, values }) => ({
				type: 'bar',
				label,
				data: values.map(() => 1),
				backgroundColor: values.map(colourOf),
				borderColor: look.surface,
				borderWidth: 1,
				borderSkipped: false,
				hoverBorderColor: look.text,
				barPercentage: 1,
				categoryPercentage: 1
			}))
		},
		options: {
			animation: false,
			responsive: true,
			maintainAspectRatio: false,
			interaction: { mode: 'nearest', intersect: true },
			scales: {
				x: {
					stacked: true,
					grid: { display: false },
					border: { display: false },
					ticks: { color: look.text, font: { family: look.font }, maxRotation: 0, autoSkipPadding: 12 }
				},
				y: {
					stacked: true,
					min: 0,
					max: rows.length,
					grid: { display: false },
					border: { display: false },
					afterBuildTicks: (axis) => {
						axis.ticks = rows.map((_, row) => ({ value: row + 0.5 }));
					},
					ticks: {
						color: look.text,
						font: { family: look.font },
						autoSkip: false,
						callback: (value) => rows[Math.floor(Number(value))]?.label ?? ''
					}
				}
			},
			plugins: {
				legend: { display: false },
				tooltip: {
					callbacks: {
						label: ({ datasetIndex, dataIndex }) =>
							`${rows[datasetIndex]!.label}: ${format(rows[datasetIndex]!.values[dataIndex] ?? 0)}`
					}
				}
			}
		}
	};
}
