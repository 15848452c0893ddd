import {
	BarController,
	BarElement,
	CategoryScale,
	Chart,
	Filler,
	Legend,
	LinearScale,
	LineController,
	LineElement,
	PointElement,
	Tooltip,
	type ChartConfiguration,
	type ChartDataset,
	type LegendItem,
	type PointStyle
} from 'chart.js';
import { heatOf } from './heat';
import { lookOf, thinned, type Kind, type Look } from './look';
import type { Drawing, Series } from './series';

Chart.register(
	BarController,
	BarElement,
	CategoryScale,
	Filler,
	Legend,
	LinearScale,
	LineController,
	LineElement,
	PointElement,
	Tooltip
);

/** Told apart without colour: a dash and a marker for each place in the palette. */
const DASHES = [[], [6, 4], [2, 3], [10, 3, 2, 3], [1, 4], [12, 4]];
const MARKERS: PointStyle[] = ['circle', 'rect', 'triangle', 'rectRot', 'cross', 'star'];
/** Points beyond which markers would run into a smear, and nothing grows. */
const MARKED = 40;

type Drawn = Chart<Kind, (number | null)[], string>;
type Config = ChartConfiguration<Kind, (number | null)[], string>;

/** A chart with nothing on it yet. */
export const emptyChart = (canvas: HTMLCanvasElement): Drawn =>
	new Chart<Kind, (number | null)[], string>(canvas, {
		type: 'line',
		data: { labels: [], datasets: [] },
		options: { animation: false, responsive: true, maintainAspectRatio: false }
	});

/** Draws by the tokens that hold now, in the place of what was drawn before. */
export function draw(chart: Drawn, drawing: Drawing): void {
	const look = lookOf(chart.canvas);
	const config = drawing.series[0]?.kind === 'heat' ? heatOf(drawing, look) : linesOf(drawing, look);
	// What still grows, or was pointed at, need not be there any more.
	chart.stop();
	chart.setActiveElements([]);
	chart.tooltip?.setActiveElements([], { x: 0, y: 0 });
	Object.assign(chart.config, config);
	chart.update(config.options?.animation ? undefined : 'none');
}

/** Lines and bars. */
function linesOf(drawing: Drawing, look: Look): Config {
	const { labels, series, sideways, stacked, format, axis } = drawing;
	// Hundreds of points that grow take as long a frame as drawing them.
	const grows =
		drawing.grow && labels.length <= MARKED && !matchMedia('(prefers-reduced-motion: reduce)').matches;
	return {
		type: 'line',
		data: { labels, datasets: series.flatMap((one, place) => datasets(one, place, labels.length, look)) },
		options: {
			animation: grows && { duration: 140 },
			responsive: true,
			maintainAspectRatio: false,
			indexAxis: sideways ? 'y' : 'x',
			interaction: { mode: 'index', axis: sideways ? 'y' : 'x', intersect: false },
			font: { family: look.font },
			color: look.text,
			scales: {
				[sideways ? 'y' : 'x']: {
					stacked,
					grid: { display: false },
					border: { color: look.line },
					ticks: {
						color: look.text,
						font: { family: look.font },
						maxRotation: 0,
						autoSkip: !sideways,
						autoSkipPadding: 16
					}
				},
				[sideways ? 'x' : 'y']: {
					stacked,
					beginAtZero: true,
					grid: { color: look.line },
					border: { display: false },
					ticks: {
						color: look.text,
						font: { family: look.font },
						maxTicksLimit: 6,
						callback: (value) => axis(Number(value))
					}
				},
				...(series.some(({ kind }) => kind === 'shade') && {
					shade: { display: false, min: 0, max: 1 }
				})
			},
			plugins: {
				legend: {
					display: series.length > 1,
					position: 'bottom',
					align: 'start',
					onClick: () => {},
					labels: {
						color: look.text,
						font: { family: look.font },
						usePointStyle: true,
						pointStyleWidth: 32,
						filter: ({ text }) => Boolean(text),
						generateLabels: (chart) =>
							Chart.defaults.plugins.legend.labels
								.generateLabels(chart)
								.map((item) => asDrawn(item, chart.data.datasets[item.datasetIndex!] as Dataset))
					}
				},
				tooltip: {
					filter: ({ dataset }) => Boolean(dataset.label),
					callbacks: {
						label: ({ dataset, raw }) =>
							typeof raw === 'number' ? `${dataset.label}: ${format(raw)}` : `${dataset.label}`
					}
				}
			}
		}
	};
}

/** A line's entry in the legend is a piece of it, with its dash. */
const asDrawn = (item: LegendItem, dataset: Dataset): LegendItem =>
	dataset.type === 'line'
		? { ...item, pointStyle: 'line', lineWidth: 2, lineDash: dataset.borderDash as number[] }
		: item;

type Dataset = ChartDataset<Kind, (number | null)[]>;

function datasets(series: Series, place: number, points: number, look: Look): Dataset[] {
	const wanted = series.colour ?? place;
	const colour = look.colours[wanted % look.colours.length]!;
	// Each round through the colours has the dashes and markers of the next ones.
	const mark = (wanted + Math.floor(wanted / look.colours.length)) % DASHES.length;
	const base = { label: series.label, data: series.values, borderColor: colour, backgroundColor: colour };
	if (series.kind === 'shade')
		return [
			{
				...base,
				type: 'bar',
				yAxisID: 'shade',
				data: series.values.map((value) => (value ? 1 : null)),
				backgroundColor: look.shade,
				borderColor: look.text,
				barPercentage: 1,
				categoryPercentage: 1,
				pointStyle: 'rect',
				order: 2
			} as Dataset
		];
	if (series.kind === 'bar')
		return [
			{
				...base,
				...(series.faint && { borderColor: look.edge, backgroundColor: look.edge }),
				type: 'bar',
				maxBarThickness: 28,
				borderRadius: 2,
				pointStyle: 'rect',
				order: 1
			} as Dataset
		];
	const line: Dataset = {
		...base,
		type: 'line',
		borderWidth: series.faint ? 1 : 2,
		borderDash: DASHES[mark]!,
		pointStyle: MARKERS[mark]!,
		pointRadius: points <= MARKED ? 3 : 0,
		pointHoverRadius: 5,
		tension: 0,
		spanGaps: false
	};
	if (!series.band) return [line];
	const edge = {
		...base,
		type: 'line' as const,
		label: '',
		borderWidth: 0,
		pointRadius: 0,
		pointHoverRadius: 0
	};
	const fill = thinned(colour, 18);
	return [
		line,
		{ ...edge, data: series.band.lower, fill: false },
		{ ...edge, data: series.band.upper, fill: '-1', backgroundColor: fill }
	];
}
