import type { Movement, Purchase, Reserve } from '../../domain/stock/stock';
import { repository } from './rows';
import type { ReadTx } from './store';

export const stocks = repository<Reserve>({
	table: 'stocks',
	key: ['category', 'item'],
	fields: ['category', 'item', 'stock', 'price', 'productId', 'extra'],
	json: ['extra']
});

export const movements = {
	...repository<Movement>({
		table: 'movements',
		number: 'movementId',
		fields: ['date', 'productId', 'delta', 'reason', 'reference', 'username', 'note', 'extra'],
		json: ['extra']
	}),

	/** Whether one of some products has a movement of a reference. */
	async hasReference(tx: ReadTx, reference: string, productIds: readonly string[]): Promise<boolean> {
		const row = await tx.db
			.selectFrom('movements')
			.select('position')
			.where('productId', 'in', productIds)
			.where('reference', '=', reference)
			.limit(1)
			.executeTakeFirst();
		return row !== undefined;
	}
};

export const purchases = {
	...repository<Purchase>({
		table: 'purchases',
		key: ['purchaseId'],
		fields: [
			'purchaseId',
			'supplier',
			'productId',
			'ordered',
			'received',
			'cost',
			'orderedAt',
			'expectedAt',
			'receivedAt',
			'status',
			'extra'
		],
		json: ['extra']
	}),

	async ofProduct(tx: ReadTx, productId: string): Promise<Purchase[]> {
		const rows = await tx.db.selectFrom('purchases').selectAll().where('productId', '=', productId).execute();
		return rows.map(purchases.fromRow);
	}
};
