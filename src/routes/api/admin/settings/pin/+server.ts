import { readJson } from '$lib/server/body';
import { endpoint, unlocked } from '$lib/server/http';
import { changePinRequest } from '$lib/protocol/settings';

export const POST = endpoint(async (event) => {
	const actor = unlocked(event);
	const { pin, newPin } = await readJson(event.request, changePinRequest);
	await event.locals.app.settings.changePin(actor, pin, newPin);
	return new Response(null, { status: 204 });
});
