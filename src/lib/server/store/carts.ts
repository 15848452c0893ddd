import type { Carts } from '../../domain/tables';
import type { CartLine } from '../../domain/cart/cart';
import { repository, type Page } from './rows';
import { statement } from './statement';
import { bury, unbury } from './tombstones';
import type { ReadTx, WriteTx } from './store';

/** A line as the shop keeps it: name and price of the time of adding are for people who read carts.json. */
export interface StoredCartLine extends CartLine {
	username: string;
	name: string;
	/** Minor units. */
	price: number;
}

const rows = repository<StoredCartLine>({
	table: 'carts',
	key: ['username', 'productId'],
	fields: ['username', 'productId', 'quantity', 'name', 'price']
});

const removal = statement((db, { username, productIds }: { username: string; productIds: string[] }) =>
	db
		.deleteFrom('carts')
		.where('username', '=', username)
		.where('productId', 'in', productIds)
		.returning('productId')
);

export const carts = {
	/** Every account's cart; accounts without lines are not in it. */
	async all(tx: ReadTx): Promise<Carts> {
		const carts: Carts = new Map();
		for (const { username, ...line } of await rows.all(tx))
			carts.set(username, [...(carts.get(username) ?? []), line]);
		return carts;
	},

	async of(tx: ReadTx, username: string): Promise<CartLine[]> {
		return tx.db
			.selectFrom('carts')
			.select(['productId', 'quantity'])
			.where('username', '=', username)
			.orderBy('position')
			.execute();
	},

	/** What the products in an account's cart were called when they were put there. */
	async namesOf(tx: ReadTx, username: string): Promise<Map<string, string>> {
		const lines = await tx.db
			.selectFrom('carts')
			.select(['productId', 'name'])
			.where('username', '=', username)
			.execute();
		return new Map(lines.map(({ productId, name }) => [productId, name]));
	},

	insertAll: (tx: WriteTx, lines: readonly StoredCartLine[]): Promise<void> => rows.insertAll(tx, lines),

	async setLine(tx: WriteTx, line: StoredCartLine): Promise<void> {
		await rows.save(tx, line);
		await unbury(tx, 'carts', [line.productId], line.username);
	},

	/** Takes products out of an account's cart; what is not in it is no matter. */
	async removeLines(tx: WriteTx, username: string, productIds: readonly string[]): Promise<void> {
		const { rows: removed } = await removal(tx, { username, productIds: [...productIds] });
		if (removed.length === 0) return;
		tx.touched.add('carts');
		for (const { productId } of removed) await bury(tx, 'carts', productId, username);
	},

	async removeAll(tx: WriteTx, username: string): Promise<void> {
		const lines = await carts.of(tx, username);
		if (lines.length === 0) return;
		const ids = lines.map(({ productId }) => productId);
		await carts.removeLines(tx, username, ids);
	},

	page: (tx: ReadTx, page: Page & { owner: string }) => rows.page(tx, page)
};
