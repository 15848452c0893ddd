import type { Baskets } from '../../domain/basket/baskets';
import { bundles } from '../../domain/basket/bundles';
import type { Bundle } from '../../domain/catalogue/product';

/** What the analysis thread can do: plain functions of plain data, the same code that browsers and the command line run. */
export const tasks = {
	bundles({ orders, names }: { orders: Baskets; names: Map<string, string> }): Bundle[] {
		return bundles(orders, (productId) => names.get(productId));
	}
};

export type Tasks = typeof tasks;
export type TaskName = keyof Tasks;
