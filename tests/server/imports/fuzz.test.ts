import fc from 'fast-check';
import type { Kysely } from 'kysely';
import { expect, test } from 'vitest';
import { tableNames, type TableName } from '../../../src/lib/domain/tables';
import type { ImportReport } from '../../../src/lib/domain/import/report';
import { runImport } from '../../../src/lib/server/imports/import';
import { ProblemError } from '../../../src/lib/server/problem';
import { fuzzRuns, hostileFile } from '../../helpers/hostile-files';
import { openTestShop } from '../../helpers/shop';

/** Products as people save them, one cell of which may be anything: most are new or changed. */
const rightFile = fc
	.array(
		fc.tuple(
			fc.constantFrom('P1', 'P2', 'P9'),
			fc.constantFrom('Bolt', '"Pad, long"'),
			fc.constantFrom('Brake', 'Light'),
			fc.oneof({ weight: 9, arbitrary: fc.constantFrom('1.50', '41.00') }, fc.string({ maxLength: 3 })),
			fc.constantFrom('0', '7')
		),
		{ minLength: 1, maxLength: 4 }
	)
	.map((rows) => ['product_id,name,section,price,stock', ...rows.map((row) => row.join(','))].join('\n'))
	.map((text) => new TextEncoder().encode(text));
const file = fc.oneof(
	{ weight: 9, arbitrary: fc.tuple(hostileFile, fc.constantFrom(...tableNames)) },
	{ weight: 1, arbitrary: fc.tuple(rightFile, fc.constant('products' as const)) }
);

/** Longer than the processor works on any of them. */
const HANG_MS = 1000;

test('hostile files into a shop: no fault, no hang, and nothing is applied by half', async () => {
	const shop = await openTestShop('sqlite');
	const count = (table: TableName) =>
		shop.store.read(async (tx) => {
			const db = tx.db as unknown as Kysely<Record<string, object>>;
			const { n } = await db
				.selectFrom(table)
				.select(({ fn }) => fn.countAll<number>().as('n'))
				.executeTakeFirstOrThrow();
			return Number(n);
		});
	let imported = 0;
	const run = (table: TableName, bytes: Uint8Array, mode: 'merge' | 'replace', dryRun: boolean) =>
		runImport(
			shop.store,
			{ importId: `i${imported++}`, table, mode, dryRun, bytes, username: 'boss' },
			{ now: () => 0 }
		).catch((error: unknown) => {
			if (error instanceof ProblemError && error.code === 'invalid') return null;
			throw error;
		});
	const told = (report: ImportReport | null) => report && { ...report, warnings: [] };

	await fc.assert(
		fc.asyncProperty(file, fc.constantFrom('merge', 'merge', 'replace'), async ([bytes, table], mode) => {
			const before = await count(table);
			const started = process.cpuUsage();
			const dry = await run(table, bytes, mode, true);
			expect(await count(table)).toBe(before);
			const report = await run(table, bytes, mode, false);
			const { user, system } = process.cpuUsage(started);
			expect((user + system) / 1000).toBeLessThan(HANG_MS);
			expect(told(report)).toEqual(told(dry));
			const { inserted = 0, updated = 0, unchanged = 0, deleted = 0, rows = 0, rejected = [] } = report ?? {};
			expect(inserted + updated + unchanged + rejected.length).toBe(rows);
			// What leaves the shelf as it is beside other movements is a movement too.
			if (table === 'movements') return;
			expect(await count(table)).toBe(before + inserted - deleted);
			// What it says is there is there: the same file again has nothing to do.
			const same = { inserted: 0, updated: 0, deleted: 0, unchanged: inserted + updated + unchanged };
			if (report) expect(await run(table, bytes, mode, true)).toMatchObject(same);
		}),
		{ numRuns: fuzzRuns(2000) }
	);
	await shop.store.close();
}, 600_000);
