import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findTampering } from '../../domain/audit/verify';
import { decode } from '../../domain/csv/encoding';
import type { LogVerdict } from '../../protocol/settings';
import type { App } from '../app';
import { log, sha256 } from '../store/log';

/** admin_log.txt as it stands. Empty where there is none. */
export async function readLogFile({ config }: Pick<App, 'config'>): Promise<Uint8Array> {
	try {
		return await readFile(join(config.dataDir, 'admin_log.txt'));
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Uint8Array();
		throw error;
	}
}

/** Whether admin_log.txt is what was written, line by line. */
export async function verifyLog(app: App): Promise<LogVerdict> {
	const settled = (await app.store.read((tx) => log.all(tx))).length;
	await app.mirror.flush();
	const { text } = decode(await readLogFile(app));
	const written = await app.store.read((tx) => log.all(tx));
	const lines = text.split(/\r\n|\n|\r/);
	if (lines.at(-1) === '') lines.pop();
	const tampered = findTampering(lines, written, settled, sha256);
	return tampered ? { ok: false, lines: lines.length, ...tampered } : { ok: true, lines: lines.length };
}
