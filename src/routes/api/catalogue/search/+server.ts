import { endpoint, pageNumber } from '$lib/server/http';

export const GET = endpoint(async ({ url, locals: { app } }) =>
	Response.json(await app.window.search(url.searchParams.get('q')?.slice(0, 200) ?? '', pageNumber(url)))
);
