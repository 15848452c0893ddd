import { json } from '@sveltejs/kit';
import * as v from 'valibot';
import { readJson } from '$lib/server/body';
import { endpoint, signedIn } from '$lib/server/http';
import type { RequestEvent } from './$types';

/** No body, or `{}`. */
const nothing = v.strictObject({});

export const POST = endpoint<RequestEvent>(async (event) => {
	const actor = signedIn(event);
	if (event.request.body) await readJson(event.request, nothing);
	return json(await event.locals.app.codes.issue(event.params.id, actor), { status: 202 });
});
