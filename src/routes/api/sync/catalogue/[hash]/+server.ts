import { preferredEncoding } from '$lib/server/compress';
import { endpoint } from '$lib/server/http';
import { ProblemError } from '$lib/server/problem';
import type { RequestEvent } from './$types';

export const GET = endpoint<RequestEvent>(async ({ params, url, request, locals: { app, actor } }) => {
	const encoding = preferredEncoding(request.headers.get('accept-encoding') ?? '') ?? 'identity';
	const hashes = params.hash.split(',');
	const { catalogue } = app;
	const chunk = !url.searchParams.has('dictionaries')
		? await catalogue.plain(actor, hashes, encoding)
		: hashes.length > 1
			? await catalogue.pack(actor, hashes, encoding)
			: await catalogue.chunk(actor, params.hash, encoding);
	if (!chunk)
		throw new ProblemError('not_found', { detail: 'The catalogue has changed: ask for its parts again.' });
	return new Response(new Uint8Array(chunk), {
		headers: {
			'content-type': 'application/json',
			'cache-control': `${actor?.role === 'admin' ? 'private' : 'public'}, max-age=31536000, immutable`,
			'content-length': String(chunk.byteLength),
			vary: 'accept-encoding',
			...(encoding !== 'identity' && { 'content-encoding': encoding })
		}
	});
});
