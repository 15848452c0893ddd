import { admin, endpoint } from '$lib/server/http';
import { readLogFile } from '$lib/server/settings/verify-log';

export const GET = endpoint(async (event) => {
	admin(event);
	const { app } = event.locals;
	await app.mirror.flush();
	return new Response(new Uint8Array(await readLogFile(app)), {
		headers: {
			'content-type': 'text/plain; charset=utf-8',
			'content-disposition': 'attachment; filename="admin_log.txt"'
		}
	});
});
