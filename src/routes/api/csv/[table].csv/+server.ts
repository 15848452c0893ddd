import { Readable } from 'node:stream';
import * as v from 'valibot';
import { exportFile } from '$lib/server/export';
import { admin, endpoint } from '$lib/server/http';
import { flag, readQuery } from '$lib/server/input';
import { ProblemError } from '$lib/server/problem';
import type { RequestEvent } from './$types';

const query = v.strictObject({ spreadsheet: v.optional(flag), hashes: v.optional(flag) });

export const GET = endpoint<RequestEvent>(async (event) => {
	const actor = admin(event);
	const { table } = event.params;
	const { app } = event.locals;
	if (table === 'users' && !actor.unlocked)
		throw new ProblemError('pin_required', {
			detail: 'Give the admin PIN first: accounts are personal data.'
		});
	const asked = readQuery(event.url.searchParams, query);
	const spreadsheet = asked.spreadsheet === 'true';
	const hashes = asked.hashes === 'true';
	await app.mirror.flush();
	const file = await exportFile(app.config.dataDir, table, { hashes, spreadsheet });
	if (!file) throw new ProblemError('not_found', { detail: `There is no file ${table}.csv.` });
	const name = spreadsheet ? `${table} for spreadsheets.csv` : `${table}.csv`;
	return new Response(Readable.toWeb(file) as ReadableStream, {
		headers: { 'content-type': 'text/csv', 'content-disposition': `attachment; filename="${name}"` }
	});
});
