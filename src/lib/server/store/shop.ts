import { defaultShop, type Shop } from '../../domain/shop/shop';
import { statement } from './statement';
import type { ReadTx, WriteTx } from './store';

/** All of shop.json: the settings that every page uses, the PIN's hash, and keys that POP does not know. */
export interface ShopFile {
	shop: Shop;
	pinHash?: string;
	extra: Record<string, unknown>;
}

const settings = statement((db, _: object) => db.selectFrom('shop').select('settings'));

export const shops = {
	/** The settings, or the defaults of a store that has none yet. */
	async settings(tx: ReadTx): Promise<Shop> {
		const [row] = (await settings(tx, {})).rows;
		return row ? settingsOf(row) : defaultShop;
	},

	async get(tx: ReadTx): Promise<ShopFile> {
		const row = await tx.db.selectFrom('shop').selectAll().executeTakeFirst();
		if (!row) return { shop: defaultShop, extra: {} };
		const { settings, pinHash, extra } = row;
		return { shop: settingsOf({ settings }), extra: JSON.parse(extra), ...(pinHash !== null && { pinHash }) };
	},

	async save(tx: WriteTx, { shop, pinHash, extra }: ShopFile): Promise<void> {
		tx.touched.add('shop');
		const stored = {
			settings: JSON.stringify(shop),
			pinHash: pinHash ?? null,
			extra: JSON.stringify(extra),
			version: tx.version
		};
		await tx.db
			.insertInto('shop')
			.values({ id: 1, ...stored })
			.onConflict((conflict) => conflict.column('id').doUpdateSet(stored))
			.execute();
	},

	/** The settings, if they were saved after one version and not after another. */
	async changed(tx: ReadTx, since: number, upto: number): Promise<Shop | null> {
		const row = await tx.db
			.selectFrom('shop')
			.select('settings')
			.where('version', '>', since)
			.where('version', '<=', upto)
			.executeTakeFirst();
		return row ? settingsOf(row) : null;
	}
};

/** A row may be older than some of the settings. */
const settingsOf = ({ settings }: { settings: string }): Shop => ({
	...defaultShop,
	...JSON.parse(settings)
});
