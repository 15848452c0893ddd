import type { WriteTx } from './store';

export interface Limit {
	/** Hits within the window at most. */
	max: number;
	windowMs: number;
}

/** `left` more hits fit into the window. */
export type Hit = { ok: true; left: number } | { ok: false; retryAfterMs: number };

/** Counters that survive a restart: a sliding window a key, such as `sign-in account NAME`. */
export const limits = {
	/** Counts a hit, unless the window is full: then says when the oldest leaves it. */
	async hit(tx: WriteTx, key: string, { max, windowMs }: Limit, now: number): Promise<Hit> {
		const row = await tx.db.selectFrom('limits').select('hits').where('key', '=', key).executeTakeFirst();
		const recent = ((row ? JSON.parse(row.hits) : []) as number[]).filter((at) => at > now - windowMs);
		if (recent.length >= max)
			return { ok: false, retryAfterMs: recent[recent.length - max]! + windowMs - now };
		const hits = JSON.stringify([...recent, now]);
		await tx.db
			.insertInto('limits')
			.values({ key, hits })
			.onConflict((conflict) => conflict.column('key').doUpdateSet({ hits }))
			.execute();
		return { ok: true, left: max - recent.length - 1 };
	},

	/** Forgets the keys that nobody hit since an instant (ms): no window is as long. */
	async removeBefore(tx: WriteTx, before: number): Promise<void> {
		const rows = await tx.db.selectFrom('limits').selectAll().execute();
		for (const { key, hits } of rows)
			if (((JSON.parse(hits) as number[]).at(-1) ?? 0) < before) await limits.clear(tx, key);
	},

	/** Forgets the hits of a key: the right password was given. */
	async clear(tx: WriteTx, key: string): Promise<void> {
		await tx.db.deleteFrom('limits').where('key', '=', key).execute();
	}
};
