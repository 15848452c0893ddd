import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPostgres } from '../../src/lib/server/store/postgres';
import { openSqlite } from '../../src/lib/server/store/sqlite';
import type { Store } from '../../src/lib/server/store/store';
import { pglite } from './pglite';

/** An empty store of a kind; `close` also removes what it left on disk. */
export const openers: Record<'sqlite' | 'postgres', () => Promise<Store>> = {
	async sqlite() {
		const folder = await mkdtemp(join(tmpdir(), 'pop-store-'));
		const store = await openSqlite(join(folder, 'shop.sqlite'));
		const close = store.close;
		return Object.defineProperty(store, 'close', {
			value: async () => {
				await close();
				await rm(folder, { recursive: true });
			}
		});
	},
	postgres: async () => openPostgres(await pglite())
};

export const kinds = ['sqlite', 'postgres'] as const;
