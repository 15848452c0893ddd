import { version } from '$app/environment';
import { endpoint } from '$lib/server/http';

export const GET = endpoint(async ({ locals: { app } }) => {
	const { kind, storeId } = app.store;
	const { mode } = app.config;
	return Response.json({ status: 'ok', version, store: kind, mode, storeId, cursor: app.cursor(null) });
});
