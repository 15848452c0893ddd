/// <reference types="@sveltejs/kit" />
import { build, files, prerendered, version } from '$service-worker';
import { PrecacheController, PrecacheRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { moved } from '../lib/domain/shop/moved';
import { cachedImage } from './images';
import { appCache, outdated } from './versions';

/**
 * Keeps the app's shell, so that every page opens without the network. It keeps no rows and no answer of the API:
 * those are the device database's. A new version waits until the person takes it (SKIP_WAITING); the one before then
 * gives up what it still fetches (LEAVE), or Chromium would leave it in its place for up to five minutes.
 */
declare const self: ServiceWorkerGlobalScope;

/** The page that any address is answered with; its router then reads the address. */
const SHELL = '/shell';

/** The browser's install dialogue shows the screenshots, once; no page does. */
const isUsed = (url: string) => !url.startsWith('/screenshots/');

const app = new PrecacheController({
	cacheName: appCache(version),
	plugins: [
		{
			// Chromium keeps compiled modules of what comes straight from a cache, makes them while the first page waits, and
			// does not use them.
			cachedResponseWillBeUsed: async ({ cachedResponse }) =>
				cachedResponse && new Response(await cachedResponse.blob(), cachedResponse)
		}
	]
});
app.addToCacheList([
	// The names of built files hold their content's hash.
	...build.map((url) => ({ url, revision: null })),
	...[...files.filter(isUsed), ...prerendered].map((url) => ({ url, revision: version }))
]);

self.addEventListener('install', (event) => app.install(event));

self.addEventListener('activate', (event) => {
	app.activate(event);
	event.waitUntil(
		caches
			.keys()
			.then((names) => Promise.all(outdated(names, version).map((name) => caches.delete(name))))
			.then(() => self.clients.claim())
	);
});

let leaving = new AbortController();
self.addEventListener('message', (event) => {
	if (event.data?.type === 'SKIP_WAITING') void self.skipWaiting();
	if (event.data?.type === 'LEAVE') {
		leaving.abort();
		leaving = new AbortController(); // Should it stay after all, it still fetches.
	}
	if (event.data?.type === 'CLAIM') event.waitUntil(self.clients.claim());
});

registerRoute(new PrecacheRoute(app));
// The original app's addresses, which the shell has no pages for.
registerRoute(
	({ url, sameOrigin, request }) => sameOrigin && request.mode === 'navigate' && moved.has(url.pathname),
	async ({ url }) => Response.redirect(moved.get(url.pathname)! + url.search, 307)
);
if (prerendered.includes(SHELL))
	registerRoute(
		new NavigationRoute(app.createHandlerBoundToURL(SHELL), { denylist: [/^\/(api|images|_app)\//] })
	);
// A tab of the version before still asks for that version's files.
registerRoute(
	({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith('/_app/immutable/'),
	async ({ request }) => (await caches.match(request)) ?? fetch(request, { signal: leaving.signal })
);
registerRoute(
	({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith('/images/'),
	({ request }) => cachedImage(request, leaving.signal)
);
