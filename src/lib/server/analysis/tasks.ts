import type { Baskets } from '../../domain/basket/baskets';
import { bundles } from '../../domain/basket/bundles';
import type { BundleMarks } from '../../domain/basket/shown';
import type { Bundle } from '../../domain/catalogue/product';
import { forecastShop } from './forecast-shop';
import { readModel } from './model';

/** What the analysis thread can do: plain functions of plain data, the same code that browsers and the command line run. */
export const tasks = {
	bundles({
		orders,
		names,
		marks
	}: {
		orders: Baskets;
		names: Map<string, string>;
		marks: BundleMarks;
	}): Bundle[] {
		return bundles(orders, (productId) => names.get(productId), { marks });
	},
	forecasts: forecastShop,
	/** Whether the text of a kept model is whole. */
	isModel: (text: string): boolean => readModel(text) !== null
};

export type Tasks = typeof tasks;
export type TaskName = keyof Tasks;
