import { periodLabel } from '$lib/domain/forecast/calendar';
import type { ItemForecast } from '$lib/domain/forecast/forecast';
import type { Panel } from '$lib/domain/forecast/panel';
import type { Asked } from './figures';

type Row = (string | number)[];
const cell = (value: number | null): number | string => (value === null || Number.isNaN(value) ? '' : value);

/** Every forecast: a row a product and period, each with its interval. */
export function forecastFile(
	ids: readonly string[],
	forecastOf: (id: string) => ItemForecast | null,
	nameOf: (id: string) => string,
	{ period, end }: Asked
): Row[] {
	const rows: Row[] = [
		['ProductID', 'Item', 'Period', 'Forecast', 'Lower', 'Upper', 'Method', 'Demand', 'Trend']
	];
	for (const id of ids) {
		const forecast = forecastOf(id);
		forecast?.forecast.forEach((units, step) =>
			rows.push([
				id,
				nameOf(id),
				periodLabel(end + step, period),
				units,
				cell(forecast.lower[step]!),
				cell(forecast.upper[step]!),
				forecast.method,
				forecast.demandClass,
				forecast.trend
			])
		);
	}
	return rows;
}

/**
 * The demand that forecasts are made of: a row a product, a column a period, empty where it is not known. The command
 * line forecasts the same from it.
 */
export function demandFile({ items, values, end, period }: Panel): Row[] {
	const length = values.reduce((most, history) => Math.max(most, history.length), 0);
	const header = Array.from({ length }, (_, at) => periodLabel(end - length + at, period));
	const rows = items.map((item, place) => {
		const history = values[place]!;
		return [item, ...Array<string>(length - history.length).fill(''), ...Array.from(history, cell)];
	});
	return [['ProductID', ...header], ...rows];
}
