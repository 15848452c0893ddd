import type { ShopCells } from '../../domain/csv/read-table';
import { currencyDigits } from '../../domain/money';
import { shops } from '../store/shop';
import type { ReadTx } from '../store/store';

/** What the shop's settings say about cells. */
export async function cellsOf(tx: ReadTx): Promise<ShopCells> {
	const { currency, timeZone } = await shops.settings(tx);
	return { digits: currencyDigits(currency), timeZone };
}
