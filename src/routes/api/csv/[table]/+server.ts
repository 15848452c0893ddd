import { join } from 'node:path';
import { importRequest } from '$lib/server/imports/request';
import { admin, endpoint } from '$lib/server/http';
import type { RequestEvent } from './$types';

export const POST = endpoint<RequestEvent>(async (event) => {
	const actor = admin(event);
	const { app } = event.locals;
	const { table } = event.params;
	const folder = join(app.config.dataDir, '.pop');
	const request = await importRequest(event.request, table, event.url.searchParams, actor, folder);
	try {
		return Response.json(await app.imports.run(request));
	} finally {
		await request.bytes.close();
	}
});
