import type { Sale } from '../../domain/sales/sale';
import { repository } from './rows';
import { statement } from './statement';
import type { ReadTx } from './store';

const rows = repository<Sale>({
	table: 'sales',
	number: 'saleId',
	fields: [
		'date',
		'orderId',
		'item',
		'quantity',
		'price',
		'username',
		'total',
		'productId',
		'kind',
		'reason',
		'soldBy',
		'extra'
	],
	json: ['extra']
});

const firstOfOrder = statement((db, { orderId }: { orderId: string }) =>
	db.selectFrom('sales').select('position').where('orderId', '=', orderId).limit(1)
);

export const sales = {
	...rows,

	/** Whether anything was sold. */
	async any(tx: ReadTx): Promise<boolean> {
		return (await tx.db.selectFrom('sales').select('position').limit(1).executeTakeFirst()) !== undefined;
	},

	/** Whether a sale has this order id. */
	async hasOrder(tx: ReadTx, orderId: string): Promise<boolean> {
		return (await firstOfOrder(tx, { orderId })).rows.length > 0;
	},

	/** The sales of an order and what came back of it. */
	async ofOrder(tx: ReadTx, orderId: string): Promise<Sale[]> {
		const found = await tx.db
			.selectFrom('sales')
			.selectAll()
			.where('orderId', '=', orderId)
			.orderBy('position')
			.execute();
		return found.map(rows.fromRow);
	}
};
