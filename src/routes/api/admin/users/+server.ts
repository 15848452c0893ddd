import { readJson } from '$lib/server/body';
import { endpoint, unlocked } from '$lib/server/http';
import { addUserRequest } from '$lib/protocol/users';

export const GET = endpoint(async (event) => {
	unlocked(event);
	const { app } = event.locals;
	return Response.json(await app.users.list(event.url.searchParams.get('q') ?? ''));
});

export const POST = endpoint(async (event) => {
	const actor = unlocked(event);
	const { app } = event.locals;
	const saved = await app.users.add(actor, await readJson(event.request, addUserRequest));
	return Response.json(saved, { status: 201 });
});
