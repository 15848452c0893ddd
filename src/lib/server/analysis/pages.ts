import { setImmediate as turn } from 'node:timers/promises';
import { movements, purchases, stocks } from '../store/stock';
import { products } from '../store/products';
import { sales } from '../store/sales';
import type { Store } from '../store/store';

const repositories = { movements, products, purchases, sales, stocks };
type Readable = typeof repositories;
type RowOf<N extends keyof Readable> = Awaited<ReturnType<Readable[N]['all']>>[number];

/** Rows in one page: some ten milliseconds of the thread that serves the shop. */
const PAGE = 1000;

/**
 * All rows of a table, in the order of their file, in pages between which the shop goes on. A row that is written meanwhile
 * is read as it was or as it is.
 */
export async function* pagesOf<N extends keyof Readable>(store: Store, name: N): AsyncGenerator<RowOf<N>[]> {
	let after = -1;
	for (;;) {
		const rows = await store.read(({ db }) =>
			db
				.selectFrom(name as 'sales')
				.selectAll()
				.where('position', '>', after)
				.orderBy('position')
				.limit(PAGE)
				.execute()
		);
		const fromRow = repositories[name].fromRow as (row: object) => RowOf<N>;
		if (rows.length > 0) yield rows.map(fromRow);
		if (rows.length < PAGE) return;
		after = rows.at(-1)!.position;
		await turn();
	}
}

/** All rows of a table at once. */
export async function allOf<N extends keyof Readable>(store: Store, name: N): Promise<RowOf<N>[]> {
	const rows: RowOf<N>[] = [];
	for await (const page of pagesOf(store, name)) rows.push(...page);
	return rows;
}
