import fc from 'fast-check';
import { builtModule } from '../../scripts/built.mjs';
import { tableNames } from '../../src/lib/domain/tables';
import { admin, adminApi, expect, test } from '../helpers/browser';
import { fuzzRuns, hostileFile } from '../helpers/hostile-files';

test('hostile files over HTTP: each has its answer, and files and store still agree', async ({
	ownShop: shop
}) => {
	test.slow();
	const desk = await adminApi(shop);
	await desk.must('POST', '/api/admin/unlock', { pin: admin.pin });
	const post = (table: string, bytes: Uint8Array) =>
		desk.send(`/api/csv/${table}`, bytes, 'text/csv').then(
			() => '200',
			(error: Error) => /: (\d{3} .*)/.exec(error.message)?.[1] ?? error.message
		);
	await fc.assert(
		fc.asyncProperty(hostileFile, fc.constantFrom(...tableNames), async (bytes, table) => {
			expect(await post(table, bytes)).toMatch(/^(?:200$|422 .*"code":"invalid")/);
		}),
		{ numRuns: fuzzRuns(300), ...(process.env.POP_FUZZ ? {} : { seed: 20_251_004 }) }
	);
	expect((await desk.call('GET', '/api/health')).status).toBe(200);

	const { pop } = await import(builtModule('cli/pop.js'));
	let said = '';
	const io = {
		stdout: (text: string) => void (said += text),
		stderr: (text: string) => void (said += text),
		env: { DATA_DIR: shop.dataDir },
		cwd: process.cwd()
	};
	await pop(['verify', '--json'], io);
	const { differences } = JSON.parse(said) as { differences: { check: string }[] };
	expect(
		differences.filter(({ check }) => check === 'files' || check === 'stock' || check === 'log')
	).toEqual([]);
});
