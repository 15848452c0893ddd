/** The generated files' rows, in the columns that scripts rely on. */
import { methodLabel } from '../forecast/forecast';
import type { Metrics } from '../forecast/metrics';
import type { Suggestion } from './suggest';

export const REORDER_COLUMNS = [
	'Item',
	'Predicted_Demand',
	'Current_Stock',
	'Reorder_Flag',
	'Suggested_Quantity',
	'Reorder_Point',
	'Days_Of_Cover',
	'Reason'
] as const;

/** A line of reorder_suggestions.csv: demand is of the next seven days. */
export function reorderRow(suggestion: Suggestion, weekDemand: number): string[] {
	return [
		suggestion.name,
		String(Math.round(weekDemand)),
		String(suggestion.stock),
		suggestion.flag === 'Reorder needed' ? 'Yes' : 'No',
		String(suggestion.quantity),
		String(suggestion.reorderPoint),
		suggestion.daysOfCover === null ? '' : suggestion.daysOfCover.toFixed(1),
		suggestion.reason
	];
}

export const METRIC_COLUMNS = [
	'Product',
	'Model',
	'MAE',
	'RMSE',
	'MAPE',
	'MAPE_Periods',
	'Periods',
	'RMSSE',
	'Bias'
] as const;

/** A line of forecast_metrics.csv; a figure that was not earned is empty. */
export function metricRow(
	product: string,
	method: string,
	metrics: (Pick<Metrics, 'mae' | 'rmse' | 'mape'> & Partial<Metrics>) | null
): string[] {
	const cell = (value: number | null | undefined) =>
		value === null || value === undefined ? '' : value.toFixed(3);
	return [
		product,
		methodLabel(method),
		cell(metrics?.mae),
		cell(metrics?.rmse),
		cell(metrics?.mape),
		String(metrics?.mapePeriods ?? ''),
		String(metrics?.periods ?? ''),
		cell(metrics?.rmsse),
		cell(metrics?.bias)
	];
}
