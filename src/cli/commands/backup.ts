import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { backupStream } from '../../lib/server/backup/backup';
import { configOf, readCall, withShop } from '../call';
import type { CliCommand } from '../command';
import { fileFault, fileToWrite } from '../files';

const usage = `Usage: pop backup FILE [--json]

Writes the whole shop into one archive (.tar.gz), as it is at one moment, also while its server runs: the files,
pictures, and the key of the PIN, unless that is in POP_SECRET. Keep it as you keep a key: it holds password hashes.

  --json            one JSON document: {file, bytes}
`;

export const backupCommand: CliCommand = {
	name: 'backup',
	summary: 'writes one archive with everything',
	usage,
	async run(argv, io) {
		const call = readCall(backupCommand, argv, io, { json: { type: 'boolean', default: false } }, [1, 1]);
		if (typeof call === 'number') return call;
		const [name] = call.places as [string];
		const file = await fileToWrite(name, io);
		const config = configOf(io);
		const bytes = await withShop(config, io, async ({ store, secret }) => {
			const target = createWriteStream(`${file}.tmp`, { mode: 0o600, flush: true });
			try {
				const source = {
					store,
					folder: config.dataDir,
					secret: config.secret === null ? secret : null,
					now: Date.now()
				};
				await pipeline(backupStream(source), target);
				await rename(`${file}.tmp`, file);
			} catch (error) {
				await rm(`${file}.tmp`, { force: true });
				throw fileFault(name, error);
			}
			return target.bytesWritten;
		});
		if (call.values.json) io.stdout(JSON.stringify({ file: name, bytes }) + '\n');
		else
			io.stdout(
				`The shop is in ${name}: ${bytes} bytes. It holds password hashes: keep it as you keep a key.\n`
			);
		return 0;
	}
};
