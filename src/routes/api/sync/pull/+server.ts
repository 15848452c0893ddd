import * as v from 'valibot';
import { endpoint } from '$lib/server/http';
import { readQuery } from '$lib/server/input';
import { clientIdText } from '$lib/protocol/sync';

/** Both may be empty, as a device without them may send them; a cursor that does not fit leads to a full sync. */
const query = v.strictObject({
	cursor: v.optional(v.string(), ''),
	clientId: v.optional(v.union([v.literal(''), clientIdText]), '')
});

export const GET = endpoint(async ({ url, locals: { app, actor } }) => {
	const { cursor, clientId } = readQuery(url.searchParams, query);
	return Response.json(await app.pull(cursor || null, clientId || null, actor));
});
