import { endpoint } from '$lib/server/http';

export const GET = endpoint(async ({ locals: { app, actor, token } }) => {
	const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-store' };
	return new Response(app.events.open(actor, token), { headers });
});
