import type { DeskProduct, Fitment } from '../../domain/catalogue/product';
import { repository } from './rows';
import { statement } from './statement';
import type { ReadTx, WriteTx } from './store';

const byIds = statement((db, { ids }: { ids: string[] }) =>
	db.selectFrom('products').selectAll().where('productId', 'in', ids)
);
const takeStock = statement((db, taken: { productId: string; quantity: number; version: number }) =>
	db
		.updateTable('products')
		.set((eb) => ({ stock: eb('stock', '-', taken.quantity), version: taken.version }))
		.where('productId', '=', taken.productId)
		.where('stock', '>=', taken.quantity)
);

export const products = {
	...repository<DeskProduct>({
		table: 'products',
		key: ['productId'],
		fields: [
			'productId',
			'name',
			'section',
			'price',
			'stock',
			'description',
			'brand',
			'partNumber',
			'oemNumbers',
			'barcode',
			'image',
			'status',
			'supersededBy',
			'alternatives',
			'formerNames',
			'supplier',
			'cost',
			'leadTimeDays',
			'leadTimeSdDays',
			'reorderPoint',
			'packSize',
			'minOrderQuantity',
			'extra'
		],
		json: ['oemNumbers', 'alternatives', 'formerNames', 'extra']
	}),

	/** The products of some ids; ids that no product has are not in the map. */
	async byIds(tx: ReadTx, ids: readonly string[]): Promise<Map<string, DeskProduct>> {
		const { rows } = await byIds(tx, { ids: [...new Set(ids)] });
		return new Map(rows.map((row) => [row.productId, products.fromRow(row)]));
	},

	/** How many products each section shows to shoppers. */
	async sections(tx: ReadTx): Promise<{ name: string; count: number }[]> {
		const rows = await tx.db
			.selectFrom('products')
			.select(({ fn }) => ['section as name', fn.countAll<number>().as('count')])
			.where((eb) => eb.or([eb('status', 'is', null), eb('status', '!=', 'hidden')]))
			.groupBy('section')
			.orderBy('section')
			.execute();
		return rows.map(({ name, count }) => ({ name, count: Number(count) }));
	},

	/** Every section that a product names. */
	async sectionNames(tx: ReadTx): Promise<string[]> {
		const rows = await tx.db.selectFrom('products').select('section').distinct().execute();
		return rows.map(({ section }) => section);
	},

	/** Gives the products of sections their new names, all at once: names may be swapped. */
	async renameSections(tx: WriteTx, renames: ReadonlyMap<string, string>): Promise<void> {
		if (renames.size === 0) return;
		const { numUpdatedRows } = await tx.db
			.updateTable('products')
			.set(({ case: when, ref }) => {
				const [[first, to], ...others] = [...renames] as [[string, string], ...[string, string][]];
				let name = when().when('section', '=', first).then(to);
				for (const [was, now] of others) name = name.when('section', '=', was).then(now);
				return { section: name.else(ref('section')).end(), version: tx.version };
			})
			.where('section', 'in', [...renames.keys()])
			.executeTakeFirstOrThrow();
		if (numUpdatedRows > 0n) tx.touched.add('products');
	},

	/** A part of a section (of all without one) as shoppers see it, in the order of the file. */
	async shown(
		tx: ReadTx,
		{ section, limit, offset }: { section?: string; limit: number; offset: number }
	): Promise<DeskProduct[]> {
		let query = tx.db
			.selectFrom('products')
			.selectAll()
			.where((eb) => eb.or([eb('status', 'is', null), eb('status', '!=', 'hidden')]))
			.orderBy('position')
			.limit(limit)
			.offset(offset);
		if (section !== undefined) query = query.where('section', '=', section);
		return (await query.execute()).map(products.fromRow);
	},

	/** The next products of the file behind a place, from 0 on, and the place of the last. */
	async behind(
		tx: ReadTx,
		position: number,
		limit: number
	): Promise<{ rows: DeskProduct[]; position: number }> {
		const rows = await tx.db
			.selectFrom('products')
			.selectAll()
			.where('position', '>', position)
			.orderBy('position')
			.limit(limit)
			.execute();
		return { rows: rows.map(products.fromRow), position: rows.at(-1)?.position ?? position };
	},

	/** Takes pieces off the shelf; false, and nothing happens, where fewer are there. */
	async takeStock(tx: WriteTx, productId: string, quantity: number): Promise<boolean> {
		const { numAffectedRows } = await takeStock(tx, { productId, quantity, version: tx.version });
		if (numAffectedRows === 0n) return false;
		tx.touched.add('products');
		return true;
	},

	/** Changes the shelf by a delta; false, and nothing happens, where it would fall below 0 or the product is gone. */
	moveStock: (tx: WriteTx, productId: string, delta: number) => products.takeStock(tx, productId, -delta)
};

export const fitment = repository<Fitment>({
	table: 'fitment',
	number: 'fitmentId',
	fields: ['productId', 'make', 'model', 'yearFrom', 'yearTo', 'engine', 'note', 'extra'],
	json: ['extra']
});
