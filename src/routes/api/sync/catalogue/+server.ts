import { endpoint } from '$lib/server/http';

export const GET = endpoint(async ({ url, locals: { app, actor } }) =>
	Response.json(await app.catalogue.manifest(actor, url.searchParams.get('from')))
);
