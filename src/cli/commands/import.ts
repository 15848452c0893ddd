import { faultsIn } from '../../lib/domain/csv/spec';
import type { ImportMode, ImportReport } from '../../lib/domain/import/report';
import { tableNames } from '../../lib/domain/tables';
import { createImports } from '../../lib/server/imports/imports';
import { openFile } from '../../lib/server/imports/upload';
import { ProblemError } from '../../lib/server/problem';
import { configOf, readCall, withShop } from '../call';
import type { CliCommand, CliIo } from '../command';
import { fileToRead } from '../files';
import { plural } from '../words';

const usage = `Usage: pop import TABLE FILE [--mode merge|replace] [--dry-run] [--json]

Takes a CSV file into the shop, also while its server runs. Rows that are refused are named and left out.

  TABLE             ${tableNames.join(', ')}
  --mode merge      adds new rows and changes known ones                  (default)
  --mode replace    also deletes what the file lacks
  --map OLD=NEW     takes the file's column OLD for the table's column NEW; can be given several times
  --dry-run         only tells what would be done
  --json            one JSON document: {rows, inserted, updated, unchanged, deleted, rejected, …}
`;

export const importCommand: CliCommand = {
	name: 'import',
	summary: 'takes a CSV file into a table',
	usage,
	async run(argv, io) {
		const options = {
			mode: { type: 'string', default: 'merge' },
			map: { type: 'string', multiple: true },
			'dry-run': { type: 'boolean', default: false },
			json: { type: 'boolean', default: false }
		} as const;
		const call = readCall(importCommand, argv, io, options, [2, 2]);
		if (typeof call === 'number') return call;
		const { mode, json, 'dry-run': dryRun } = call.values;
		const [name, file] = call.places as [string, string];
		const table = tableNames.find((known) => known === name);
		const wrong = (what: string) => {
			io.stderr(`pop import: ${what}\n`);
			return 2;
		};
		if (!table) return wrong(`there is no table ${name}. Use one of ${tableNames.join(', ')}.`);
		if (mode !== 'merge' && mode !== 'replace') return wrong(`--mode ${mode}: use merge or replace.`);
		const pairs = (call.values.map ?? []).map((pair) => pair.split('=') as [string, string]);
		if (pairs.some((pair) => pair.length !== 2)) return wrong('--map: write it as OLD=NEW.');

		const bytes = await openFile(await fileToRead(file, io));
		const report = await withShop(configOf(io), io, async ({ store }) => {
			const imports = createImports(store, Date.now);
			const mapping = Object.fromEntries(pairs);
			try {
				return await imports.run({ table, mode, dryRun, bytes, mapping, username: 'cli' });
			} catch (error) {
				throw error instanceof ProblemError ? new Error(error.details.detail) : error;
			} finally {
				await bytes.close();
			}
		});
		if (json) io.stdout(JSON.stringify(report) + '\n');
		else tell(io, report, file, { mode, dryRun });
		return 0;
	}
};

function tell(
	io: CliIo,
	report: ImportReport,
	file: string,
	{ mode, dryRun }: { mode: ImportMode; dryRun: boolean }
): void {
	for (const { line, column, value, reason } of report.rejected.flatMap(faultsIn))
		io.stderr(`${file}, line ${line}, ${column}: ${JSON.stringify(value)} ${reason}\n`);
	for (const warning of report.warnings) io.stderr(`${file}, ${warning}\n`);
	const more = report.warned - report.warnings.length;
	if (more > 0) io.stderr(`${file}: ${plural(more, 'more warning')} like these\n`);
	const { rows, inserted, updated, unchanged, deleted, rejected, unmatched } = report;
	const told = [
		`${plural(rows, 'row')}: ${inserted} new, ${updated} changed, ${unchanged} the same, ${rejected.length} refused`,
		...(mode === 'replace' ? [`${deleted} deleted, which the file lacks`] : []),
		...(unmatched > 0 ? [`${unmatched} name no product that is known, and are kept under that name`] : []),
		...(dryRun ? ['Nothing was changed: this was a dry run.'] : [])
	];
	io.stdout(told.join('\n') + '\n');
}
