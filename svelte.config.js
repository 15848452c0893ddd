import adapter from '@sveltejs/adapter-node';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { sourceHash } from './scripts/source-hash.mjs';

const version = process.env.POP_BUILD ?? sourceHash();

/** The script in app.html that every page begins with: the policy allows just this text, as browsers read its lines. */
const page = readFileSync(new URL('src/app.html', import.meta.url), 'utf8').replaceAll('\r\n', '\n');
const [, ownScript] = /<script>(.*?)<\/script>/s.exec(page);
const ownHash = `sha256-${createHash('sha256').update(ownScript).digest('base64')}`;

/** @type {import('@sveltejs/kit').Config} */
export default {
	preprocess: vitePreprocess(),
	kit: {
		adapter: adapter({ out: `build/${version}`, precompress: true }),
		// The version names the caches of the service worker: it follows the sources, not the time of the build.
		version: { name: version, pollInterval: 0 },
		// The shell is served at every address, so its scripts are addressed from the root.
		paths: { relative: false },
		serviceWorker: { register: false },
		prerender: { entries: ['/shell'] },
		// The origin of every unsafe request is checked in hooks.server.ts, with answers of the API's own kind.
		csrf: { trustedOrigins: ['*'] },
		// What a page needs to be drawn comes with it.
		inlineStyleThreshold: 30_000,
		csp: {
			mode: 'auto',
			directives: {
				'default-src': ['self'],
				'script-src': ['self', ownHash],
				'style-src': ['self', 'unsafe-inline'],
				'img-src': ['self', 'data:', 'blob:'],
				'connect-src': ['self'],
				'worker-src': ['self'],
				'object-src': ['none'],
				'base-uri': ['none'],
				'form-action': ['self']
			}
		},
		typescript: {
			config: (config) => ({
				...config,
				include: [...config.include, '../tests/**/*.ts', '../bench/**/*.ts', '../*.config.ts'],
				exclude: [...(config.exclude ?? []), '../src/workers/**', '../src/service-worker/**']
			})
		}
	}
};
