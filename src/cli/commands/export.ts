import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { exportFile, exportNames } from '../../lib/server/export';
import { configOf, readCall, withShop } from '../call';
import type { CliCommand } from '../command';
import { fileFault, fileToWrite } from '../files';

const usage = `Usage: pop export TABLE [FILE] [--spreadsheet] [--hashes] [--json]

Writes a table as CSV, byte for byte as it stands in DATA_DIR; to the terminal without FILE.

  TABLE             ${exportNames.join(', ')}
  --spreadsheet     no cell is a formula to a spreadsheet; pop import takes that back
  --hashes          users with their password hashes
  --json            one JSON document: {table, file, bytes}; needs FILE
`;

export const exportCommand: CliCommand = {
	name: 'export',
	summary: 'writes a table as CSV',
	usage,
	async run(argv, io) {
		const flag = { type: 'boolean', default: false } as const;
		const call = readCall(exportCommand, argv, io, { spreadsheet: flag, hashes: flag, json: flag }, [1, 2]);
		if (typeof call === 'number') return call;
		const { spreadsheet, hashes, json } = call.values;
		const [table, file] = call.places as [string, string?];
		if (!exportNames.includes(table) || (json && !file)) {
			const what = json && !file ? '--json needs a FILE' : `there is no table ${table}`;
			io.stderr(`pop export: ${what}.\n\n${usage}`);
			return 2;
		}
		const path = file && (await fileToWrite(file, io));
		const config = configOf(io);
		const stream = await withShop(config, io, async ({ mirror }) => {
			await mirror.flush();
			return exportFile(config.dataDir, table, { hashes, spreadsheet });
		});
		if (!stream) throw new Error(`there is no ${table}.csv in ${config.dataDir}.`);
		if (!file || !path) {
			const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
			for await (const chunk of stream) io.stdout(decoder.decode(chunk as Uint8Array, { stream: true }));
			io.stdout(decoder.decode());
			return 0;
		}
		const target = createWriteStream(path);
		await pipeline(stream, target).catch((error: unknown) => {
			throw fileFault(file, error);
		});
		if (json) io.stdout(JSON.stringify({ table, file, bytes: target.bytesWritten }) + '\n');
		else io.stdout(`${table} is in ${file}: ${target.bytesWritten} bytes.\n`);
		return 0;
	}
};
