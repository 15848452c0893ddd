import type { Order } from '../../domain/order/order';
import type { Insertable } from 'kysely';
import { repository } from './rows';
import type { Database } from './schema';
import { statement } from './statement';
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

const insertion = statement((db, order: Insertable<Database['orders']>) =>
	db.insertInto('orders').values(order)
);

const UNCONFIRMED = ['awaiting_code', 'needs_review'] as const;

export const orders = {
	...rows,

	byId: (tx: ReadTx, orderId: string): Promise<Order | undefined> => rows.byKey(tx, orderId),

	/** Adds an order that came in now (ms, the server's clock). */
	async insert(tx: WriteTx, order: Order, receivedAt: number): Promise<void> {
		tx.touched.add('orders');
		const placed = { receivedAt, position: tx.nextPosition(), version: tx.version };
		await insertion(tx, { ...rows.toRow(order), ...placed });
	},

	/**
	 * Unconfirmed orders that came in before an instant (ms). A file does not say when: one from there counts from when it
	 * was placed, so what lay on a device for too long ends soon after a rebuild. To count from the rebuild instead would
	 * open every old order anew each time; this one has taken no stock, and its buyer can order again.
	 */
	async unconfirmedBefore(tx: ReadTx, before: number): Promise<Order[]> {
		const found = await tx.db
			.selectFrom('orders')
			.selectAll()
			.where('status', 'in', UNCONFIRMED)
			.where((is) =>
				is.or([
					is('receivedAt', '<', before),
					is.and([is('receivedAt', 'is', null), is('placedAt', '<', new Date(before).toISOString())])
				])
			)
			.execute();
		return found.map(rows.fromRow);
	}
};
