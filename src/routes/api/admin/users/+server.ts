import * as v from 'valibot';
import { readJson } from '$lib/server/body';
import { endpoint, unlocked } from '$lib/server/http';
import { readQuery } from '$lib/server/input';
import { addUserRequest } from '$lib/protocol/users';

const query = v.strictObject({ q: v.optional(v.string(), '') });

export const GET = endpoint(async (event) => {
	unlocked(event);
	const { app } = event.locals;
	const { q } = readQuery(event.url.searchParams, query);
	return Response.json(await app.users.list(q));
});

export const POST = endpoint(async (event) => {
	const actor = unlocked(event);
	const { app } = event.locals;
	const saved = await app.users.add(actor, await readJson(event.request, addUserRequest));
	return Response.json(saved, { status: 201 });
});
