import { endpoint } from '$lib/server/http';

export const GET = endpoint(async ({ url, locals: { app, actor } }) => {
	const { searchParams: query } = url;
	return Response.json(await app.pull(query.get('cursor'), query.get('clientId'), actor));
});
