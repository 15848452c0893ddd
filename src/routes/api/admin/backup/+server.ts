import { Readable } from 'node:stream';
import { backupStream } from '$lib/server/backup/backup';
import { admin, endpoint } from '$lib/server/http';
import { ProblemError } from '$lib/server/problem';
import { loadSecret } from '$lib/server/secret';

/** The whole shop as one archive. */
export const GET = endpoint(async (event) => {
	if (!admin(event).unlocked)
		throw new ProblemError('pin_required', {
			detail: 'Give the admin PIN first: a backup holds accounts and the key of the PIN.'
		});
	const { config, store } = event.locals.app;
	const secret = config.secret === null ? loadSecret(config) : null;
	const now = Date.now();
	const stream = backupStream({ store, folder: config.dataDir, secret, now });
	const day = new Date(now).toISOString().slice(0, 10);
	return new Response(Readable.toWeb(stream) as ReadableStream, {
		headers: {
			'content-type': 'application/gzip',
			'content-disposition': `attachment; filename="pop ${day}.tar.gz"`
		}
	});
});
