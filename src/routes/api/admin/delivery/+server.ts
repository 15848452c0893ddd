import { tryDelivery } from '$lib/server/delivery/try-delivery';
import { endpoint, unlocked } from '$lib/server/http';

export const POST = endpoint(async (event) => {
	const actor = unlocked(event);
	return Response.json(await tryDelivery(event.locals.app, actor));
});
