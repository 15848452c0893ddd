import { existsSync } from 'node:fs';
import { readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { FailedMail, FolderWarning, Health } from '../../protocol/settings';
import type { App } from '../app';
import type { Config } from '../config';
import { copiesIn } from '../csv/folder';
import { refusedRows } from '../csv/rejected';
import { failingCodes } from '../delivery/failing-codes';
import { resetMails } from '../store/reset-mails';

/** Below this share of the disk, or this many bytes, files may soon not be written. */
const LOW_SHARE = 0.02;
const LOW_BYTES = 500 * 1024 * 1024;

/** How the shop is: for its admins. @param version of the app */
export async function healthOf(app: App, version: string): Promise<Health> {
	const { config, store, mirror, events, delivery } = app;
	const { bavail, blocks, bsize } = await statfs(config.dataDir);
	const disk = { free: bavail * bsize, total: blocks * bsize };
	const { failed, codes } = await store.read(async (tx) => ({
		failed: await resetMails.failed(tx),
		codes: await failingCodes.get(tx)
	}));
	const { lagMs, problems } = mirror.status();
	return {
		version,
		mode: config.mode,
		store: { kind: store.kind, storeId: store.storeId },
		files: {
			lagMs,
			problems,
			copies: copiesIn(await readdir(config.dataDir)),
			refused: await refusedRows(config.dataDir)
		},
		devices: events.size,
		disk,
		warnings: [...app.folderRisks, ...(await warningsOf(config, disk))],
		delivery: {
			kind: delivery?.kind ?? 'none',
			codes: codes ?? null,
			failed: failed.map(({ username, requestedAt, error, dueAt }): FailedMail => ({
				username,
				requestedAt,
				error: error!,
				givenUp: dueAt === null
			}))
		}
	};
}

async function warningsOf(
	{ dataDir, mode }: Config,
	{ free, total }: Health['disk']
): Promise<FolderWarning[]> {
	const warnings: FolderWarning[] = [];
	if (free < LOW_BYTES || free < total * LOW_SHARE) warnings.push('disk_low');
	if (mode === 'live' && (await isReadableByAll(dataDir))) warnings.push('readable_by_all');
	if (existsSync(join(dataDir, '.pop', 'secret'))) warnings.push('secret_inside');
	return warnings;
}

/** Whether any user of the machine can read users.csv; Windows has no such modes. */
async function isReadableByAll(dataDir: string): Promise<boolean> {
	if (process.platform === 'win32') return false;
	const folder = await stat(dataDir);
	const users = await stat(join(dataDir, 'users.csv')).catch(() => null);
	return users !== null && (folder.mode & 0o001) !== 0 && (users.mode & 0o004) !== 0;
}
