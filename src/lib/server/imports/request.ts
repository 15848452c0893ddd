import * as v from 'valibot';
import type { ImportMode } from '../../domain/import/report';
import { tableNames, type TableName } from '../../domain/tables';
import type { Actor } from '../auth/actor';
import { flag, readQuery } from '../input';
import { ProblemError } from '../problem';
import type { ImportRequest } from './import';
import { upload, type OpenFile } from './upload';

/** Why an import is behind the PIN, in words; null for one that is not. */
export function needsPin(table: TableName, mode: ImportMode): string | null {
	if (table === 'users') return 'Give the admin PIN first: accounts are changed.';
	return mode === 'replace' ? 'Give the admin PIN first: rows that the file lacks are deleted.' : null;
}

/** What a CSV file may measure: about four million sales. */
const FILE_LIMIT = 256 * 1024 * 1024;

const query = v.strictObject({
	mode: v.optional(v.picklist(['merge', 'replace'], 'Use merge or replace.'), 'merge'),
	dryRun: v.optional(flag, 'false'),
	map: v.optional(
		v.pipe(
			v.string(),
			v.maxLength(20_000),
			v.check(isMapping, 'Give a JSON object of texts: the file’s columns, and the table’s.')
		),
		'{}'
	)
});

/**
 * What a request to import asks for; its bytes stand in the folder until they are closed.
 * @throws ProblemError unsupported_media_type, too_large, invalid with the fields at fault, pin_required
 */
export async function importRequest(
	request: Request,
	table: string,
	search: URLSearchParams,
	actor: Actor,
	folder: string
): Promise<Omit<ImportRequest, 'importId'> & { bytes: OpenFile }> {
	if (!/^text\/csv\s*(?:;|$)/i.test(request.headers.get('content-type') ?? ''))
		throw new ProblemError('unsupported_media_type', { detail: 'Send the file as content type text/csv.' });
	const known = tableNames.find((name) => name === table);
	if (!known) {
		const detail = `There is no table ${JSON.stringify(table.slice(0, 60))}. Use one of ${tableNames.join(', ')}.`;
		throw new ProblemError('invalid', { detail, fields: { table: 'is no table' } });
	}
	const { mode, dryRun, map } = readQuery(search, query);
	const why = needsPin(known, mode);
	if (why && !actor.unlocked) throw new ProblemError('pin_required', { detail: why });
	const bytes = await upload(request, FILE_LIMIT, folder);
	const mapping = JSON.parse(map) as Record<string, string>;
	return { table: known, mode, dryRun: dryRun === 'true', bytes, mapping, username: actor.username };
}

function isMapping(text: string): boolean {
	try {
		const value: unknown = JSON.parse(text);
		return (
			typeof value === 'object' &&
			value !== null &&
			!Array.isArray(value) &&
			Object.values(value).every((name) => typeof name === 'string')
		);
	} catch {
		return false;
	}
}
