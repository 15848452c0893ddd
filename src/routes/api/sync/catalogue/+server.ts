import * as v from 'valibot';
import { endpoint } from '$lib/server/http';
import { readQuery } from '$lib/server/input';

const query = v.strictObject({ from: v.optional(v.string(), '') });

export const GET = endpoint(async ({ url, locals: { app, actor } }) => {
	const { from } = readQuery(url.searchParams, query);
	return Response.json(await app.catalogue.manifest(actor, from || null));
});
