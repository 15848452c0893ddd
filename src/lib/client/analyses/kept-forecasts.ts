import { WHOLE_SHOP } from '../../domain/forecast/kept';
import { keptTable, type KeptTable } from '../../domain/forecast/kept-table';
import type { DeviceDb } from '../db/schema';

/** What the shop keeps for every product; the row of the whole shop is not among them. */
export async function keptForecasts(db: DeviceDb): Promise<KeptTable> {
	const rows = await db.forecasts.toArray();
	return keptTable(rows.filter(({ productId }) => productId !== WHOLE_SHOP));
}
