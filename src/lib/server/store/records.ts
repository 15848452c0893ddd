import type { Bundle } from '../../domain/catalogue/product';
import type { FileClash } from '../../domain/csv/clash';
import type { ProductForecast } from '../../domain/forecast/kept';
import type { Suggestion } from '../../domain/inventory/suggest';
import { bury, unbury } from './tombstones';
import type { ReadTx, WriteTx } from './store';

/** Rows that are generated, or that only the desk reads: kept whole, by kind and key. */
export interface RecordKinds {
	bundles: Bundle;
	reorder: Suggestion;
	forecasts: ProductForecast;
	clashes: FileClash;
	/** All keys of a held deletion, which the list on the devices has not. */
	held: { clashId: string; keys: string[] };
}
export type RecordKind = keyof RecordKinds;

export const records = {
	async all<K extends RecordKind>(tx: ReadTx, kind: K): Promise<RecordKinds[K][]> {
		const rows = await tx.db
			.selectFrom('records')
			.select('row')
			.where('kind', '=', kind)
			.orderBy('key')
			.execute();
		return rows.map(({ row }) => JSON.parse(row) as RecordKinds[K]);
	},

	async byKey<K extends RecordKind>(tx: ReadTx, kind: K, key: string): Promise<RecordKinds[K] | undefined> {
		const found = await tx.db
			.selectFrom('records')
			.select('row')
			.where('kind', '=', kind)
			.where('key', '=', key)
			.executeTakeFirst();
		return found && (JSON.parse(found.row) as RecordKinds[K]);
	},

	async save<K extends RecordKind>(tx: WriteTx, kind: K, key: string, row: RecordKinds[K]): Promise<void> {
		tx.touched.add('records');
		const stored = { row: JSON.stringify(row), version: tx.version };
		await tx.db
			.insertInto('records')
			.values({ kind, key, ...stored })
			.onConflict((conflict) => conflict.columns(['kind', 'key']).doUpdateSet(stored))
			.execute();
		await unbury(tx, kind, [key]);
	},

	async remove(tx: WriteTx, kind: RecordKind, key: string): Promise<void> {
		tx.touched.add('records');
		await tx.db.deleteFrom('records').where('kind', '=', kind).where('key', '=', key).execute();
		await bury(tx, kind, key);
	},

	/** Makes a kind hold exactly these rows; a row that stays the same keeps its version. */
	async replaceAll<K extends RecordKind>(
		tx: WriteTx,
		kind: K,
		rows: ReadonlyMap<string, RecordKinds[K]>
	): Promise<void> {
		const stored = await tx.db
			.selectFrom('records')
			.select(['key', 'row'])
			.where('kind', '=', kind)
			.execute();
		const had = new Map(stored.map(({ key, row }) => [key, row]));
		for (const [key, row] of rows)
			if (had.get(key) !== JSON.stringify(row)) await records.save(tx, kind, key, row);
		for (const key of had.keys()) if (!rows.has(key)) await records.remove(tx, kind, key);
	},

	/** Saves rows that are JSON already, as far as they differ from what is kept. */
	async saveTexts(
		tx: WriteTx,
		kind: RecordKind,
		rows: readonly (readonly [key: string, row: string])[]
	): Promise<void> {
		const stored = await tx.db
			.selectFrom('records')
			.select(['key', 'row'])
			.where('kind', '=', kind)
			.where(
				'key',
				'in',
				rows.map(([key]) => key)
			)
			.execute();
		const had = new Map(stored.map(({ key, row }) => [key, row]));
		const changed = rows.filter(([key, row]) => had.get(key) !== row);
		if (changed.length === 0) return;
		tx.touched.add('records');
		await tx.db
			.insertInto('records')
			.values(changed.map(([key, row]) => ({ kind, key, row, version: tx.version })))
			.onConflict((conflict) =>
				conflict.columns(['kind', 'key']).doUpdateSet((eb) => ({
					row: eb.ref('excluded.row'),
					version: tx.version
				}))
			)
			.execute();
		await unbury(
			tx,
			kind,
			changed.map(([key]) => key)
		);
	},

	async keys(tx: ReadTx, kind: RecordKind): Promise<string[]> {
		const rows = await tx.db.selectFrom('records').select('key').where('kind', '=', kind).execute();
		return rows.map(({ key }) => key);
	},

	/** A part of a pull, like a repository's, in the order of versions and keys. */
	async page(
		tx: ReadTx,
		kind: RecordKind,
		{
			since,
			upto,
			after,
			limit
		}: { since: number; upto: number; after: { version: number; key: string } | null; limit: number }
	): Promise<{ row: Record<string, unknown>; version: number; key: string }[]> {
		let query = tx.db
			.selectFrom('records')
			.select(['key', 'row', 'version'])
			.where('kind', '=', kind)
			.where('version', '>', since)
			.where('version', '<=', upto)
			.orderBy('version')
			.orderBy('key')
			.limit(limit);
		if (after)
			query = query.where((eb) =>
				eb.or([
					eb('version', '>', after.version),
					eb.and([eb('version', '=', after.version), eb('key', '>', after.key)])
				])
			);
		const rows = await query.execute();
		return rows.map(({ key, row, version }) => ({ key, version, row: JSON.parse(row) }));
	}
};
