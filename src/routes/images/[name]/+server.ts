import { findImage } from '$lib/server/images';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, request, locals: { app } }) => {
	const image = await findImage(app.config.dataDir, params.name);
	if (!image) return new Response('There is no such picture.', { status: 404 });
	const headers = {
		etag: image.etag,
		'cache-control': 'no-cache',
		// A drawing may hold script: opened by itself it must not run.
		'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox"
	};
	if (request.headers.get('if-none-match') === image.etag)
		return new Response(null, { status: 304, headers });
	return new Response(new Uint8Array(await image.bytes()), {
		headers: { ...headers, 'content-type': image.type }
	});
};
