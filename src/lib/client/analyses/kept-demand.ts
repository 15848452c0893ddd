import { HORIZON_DAYS, WHOLE_SHOP } from '../../domain/forecast/kept';
import type { DeviceDb } from '../db/schema';

/** The kept forecasts in blocks of numbers: ten thousand of them pass to a page at once. */
export interface PackedDemand {
	/** The day on which they were made; '' where there are none. */
	from: string;
	productIds: string[];
	/** `HORIZON_DAYS` a product, one product after another. */
	forecast: Float64Array;
	/** Root mean square error of a day; NaN where there was no backtest. */
	errors: Float64Array;
}

export async function keptDemand(db: DeviceDb): Promise<PackedDemand> {
	const all = await db.forecasts.toArray();
	const rows = all.filter(({ productId }) => productId !== WHOLE_SHOP);
	const forecast = new Float64Array(rows.length * HORIZON_DAYS);
	rows.forEach((row, at) => forecast.set(row.forecast.slice(0, HORIZON_DAYS), at * HORIZON_DAYS));
	return {
		from: all[0]?.from ?? '',
		productIds: rows.map(({ productId }) => productId),
		forecast,
		errors: Float64Array.from(rows, ({ metrics }) => metrics?.rmse ?? NaN)
	};
}
