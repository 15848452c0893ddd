const CACHE = 'pop-images';
/** Pictures kept on a device; the oldest go first. */
const MOST = 300;

/** A picture of a part: from the device where it is there, else from the shop, unless given up, and kept. */
export async function cachedImage(request: Request, signal: AbortSignal): Promise<Response> {
	const cache = await caches.open(CACHE);
	const kept = await cache.match(request);
	if (kept) return kept;
	const response = await fetch(request, { signal });
	if (response.status === 200) {
		await cache.put(request, response.clone()).catch(() => {
			// The storage is full or refused: the picture is shown all the same.
		});
		const keys = await cache.keys();
		await Promise.all(keys.slice(0, Math.max(0, keys.length - MOST)).map((old) => cache.delete(old)));
	}
	return response;
}
