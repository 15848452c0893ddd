import { exportFile } from '$lib/server/export';
import { admin, endpoint } from '$lib/server/http';
import { ProblemError } from '$lib/server/problem';
import type { RequestEvent } from './$types';

export const GET = endpoint<RequestEvent>(async (event) => {
	const actor = admin(event);
	const { table } = event.params;
	const { app } = event.locals;
	if (table === 'users' && !actor.unlocked)
		throw new ProblemError('pin_required', {
			detail: 'Give the admin PIN first: accounts are personal data.'
		});
	const hashes = event.url.searchParams.get('hashes') === 'true';
	await app.mirror.flush();
	const file = await exportFile(app.config.dataDir, table, { hashes });
	if (!file) throw new ProblemError('not_found', { detail: `There is no file ${table}.csv.` });
	return new Response(new Uint8Array(file), {
		headers: {
			'content-type': 'text/csv',
			'content-disposition': `attachment; filename="${table}.csv"`
		}
	});
});
