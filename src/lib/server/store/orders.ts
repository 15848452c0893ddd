import type { Order } from '../../domain/order/order';
import { repository } from './rows';
import type { ReadTx, WriteTx } from './store';

const rows = repository<Order>({
	table: 'orders',
	key: ['orderId'],
	fields: [
		'orderId',
		'username',
		'status',
		'lines',
		'total',
		'placedAt',
		'confirmedAt',
		'fulfilment',
		'contact',
		'phone',
		'address',
		'note',
		'soldBy'
	],
	json: ['lines']
});

const UNCONFIRMED = ['awaiting_code', 'needs_review'] as const;

export const orders = {
	...rows,

	byId: (tx: ReadTx, orderId: string): Promise<Order | undefined> => rows.byKey(tx, orderId),

	/** Adds an order that came in now (ms, the server's clock). */
	async insert(tx: WriteTx, order: Order, receivedAt: number): Promise<void> {
		tx.touched.add('orders');
		await tx.db
			.insertInto('orders')
			.values({
				...rows.toRow(order),
				receivedAt,
				position: tx.nextPosition(),
				version: tx.version
			})
			.execute();
	},

	/** Unconfirmed orders that came in before an instant. Those of a rebuilt store, which does not know when, count from `now`. */
	async unconfirmedBefore(tx: WriteTx, receivedAt: number, now: number): Promise<Order[]> {
		await tx.db
			.updateTable('orders')
			.set({ receivedAt: now })
			.where('status', 'in', UNCONFIRMED)
			.where('receivedAt', 'is', null)
			.execute();
		const found = await tx.db
			.selectFrom('orders')
			.selectAll()
			.where('status', 'in', UNCONFIRMED)
			.where('receivedAt', '<', receivedAt)
			.execute();
		return found.map(rows.fromRow);
	}
};
