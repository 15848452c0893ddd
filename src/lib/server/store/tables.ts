import type { TableName, Tables } from '../../domain/tables';
import { orders } from './orders';
import { fitment, products } from './products';
import type { Repository } from './rows';
import { sales } from './sales';
import { movements, purchases, stocks } from './stock';
import { users } from './users';

/** The canonical CSV tables' repositories by name: what the mirror, imports and exports work on. */
export const tables: { [N in TableName]: Repository<Tables[N]> } = {
	products,
	fitment,
	users,
	orders,
	sales,
	stocks,
	movements,
	purchases
};
