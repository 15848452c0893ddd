import { restore, RestoreError } from '../../lib/server/backup/restore';
import { MIRROR_STATE } from '../../lib/server/csv/versions';
import { openPostgres } from '../../lib/server/store/postgres';
import { state } from '../../lib/server/store/state';
import { verifyShop } from '../../lib/server/verify/open';
import { configOf, readCall, withShop } from '../call';
import type { CliCommand } from '../command';
import { fileToRead } from '../files';
import { differencesFound, plural } from '../words';

const usage = `Usage: pop restore FILE [--force] [--json]

Brings a backup back into DATA_DIR, also on a fresh machine, and verifies it. The server must not run.

  --force           replaces the shop that is there; its files go to DATA_DIR/.pop/before-restore-…
  --json            one JSON document: {files, createdAt, dataDir, differences}
`;

export const restoreCommand: CliCommand = {
	name: 'restore',
	summary: 'brings a backup back',
	usage,
	async run(argv, io) {
		const flag = { type: 'boolean', default: false } as const;
		const call = readCall(restoreCommand, argv, io, { force: flag, json: flag }, [1, 1]);
		if (typeof call === 'number') return call;
		const { force, json } = call.values;
		const archive = await fileToRead(call.places[0]!, io);
		const config = configOf(io);
		if (config.databaseUrl) await assertEmpty(config.databaseUrl);
		const { files, createdAt } = await restore(archive, config, {
			force,
			now: Date.now()
		});
		await withShop(config, io, async () => {});
		const { differences } = await verifyShop(config);
		const { dataDir } = config;
		if (json) io.stdout(JSON.stringify({ files, createdAt, dataDir, differences }) + '\n');
		else {
			for (const { where, what } of differences) io.stderr(`${where}: ${what}\n`);
			io.stdout(
				`The shop of ${createdAt} is in ${dataDir}: ${plural(files, 'file')}. ${differencesFound(differences.length)}\n`
			);
		}
		return differences.length === 0 ? 0 : 1;
	}
};

async function assertEmpty(databaseUrl: string): Promise<void> {
	const store = await openPostgres(databaseUrl);
	try {
		if (await store.read((tx) => state.get(tx, MIRROR_STATE)))
			throw new RestoreError('The database of DATABASE_URL holds a shop. Give an empty one.');
	} finally {
		await store.close();
	}
}
