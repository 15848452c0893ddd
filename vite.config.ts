import { resolve } from 'node:path';
import { sveltekit } from '@sveltejs/kit/vite';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** The device's database and what fills and reads it. */
const device =
	/node_modules[\\/]dexie|src[\\/]lib[\\/]client[\\/](db|catalogue|sync[\\/](?!transport|leader)|state[\\/](feed|sync|refusal)|desk[\\/]live)/;

/** What forms and the desk's pages share, and no list of parts has. */
const forms =
	/src[\\/](routes[\\/]admin|lib[\\/](ui[\\/](desk|DataTable|Field|download|order-words)|domain[\\/](amount|csv|import|sales|time)|client[\\/](commands[\\/]desk|state[\\/]pin)))/;

/** Small parts of the frame around every page and of the pages of the catalogue. */
const frame =
	/src[\\/](lib[\\/]client[\\/]desk[\\/](needs|clashes)|routes[\\/](frame[\\/]ThemeSwitch|parts[\\/](EmptyShop|garage|Pair|pairs|SectionTiles)))/;

/** Scripts of which nearly every function runs before the first list is there. */
const eager = ['runtime', 'shop', 'device', 'PartList'];

/** Has Chromium compile them whole, in the background; else it compiles function by function while the page waits. */
const compileWhole: Plugin = {
	name: 'compile-whole',
	applyToEnvironment: ({ name }) => name === 'client',
	generateBundle: {
		order: 'post',
		handler(_options, bundle) {
			for (const file of Object.values(bundle))
				if (file.type === 'chunk' && eager.includes(file.name))
					file.code = `//# allFunctionsCalledOnLoad\n${file.code}`;
		}
	}
};

const deviceTests = ['tests/{client,routes,service-worker,sync,ui}/**/*.test.ts'];
/** Of the hashes themselves, at their full cost. */
const hashTests = ['tests/server/auth/passwords.test.ts'];

export default defineConfig({
	plugins: [sveltekit(), compileWhole],
	// Dexie's build for today's browsers: what the package gives by itself is for those of 2015.
	resolve: { alias: [{ find: /^dexie$/, replacement: 'dexie/dist/modern/dexie.mjs' }] },
	worker: { format: 'es' },
	build: {
		target: 'es2022',
		rollupOptions: {
			output: {
				// Few files instead of fifty small ones: on a slow line each request costs more than its bytes.
				codeSplitting: {
					// A group takes along what its modules import, unless a group of higher priority has it.
					groups: [
						{
							name: 'runtime',
							test: /node_modules[\\/](svelte|esm-env|@sveltejs)[\\/]/,
							minShareCount: 3,
							priority: 3
						},
						{
							name: 'shop',
							test: (id) => /src[\\/](lib|routes)[\\/]/.test(id) && !device.test(id) && !forms.test(id),
							minShareCount: 6,
							priority: 2
						},
						{ name: 'frame', test: frame, priority: 1 },
						{ name: 'forms', test: forms, minShareCount: 4, priority: 1 },
						// After the first paint, all of it.
						{ name: 'device', test: device, priority: 1 }
					]
				}
			}
		}
	},
	test: {
		// By itself it leaves one of two cores idle.
		maxWorkers: 2,
		testTimeout: 30_000,
		hookTimeout: 60_000,
		projects: [
			// The device's modules hold what the one page of a tab has open: each file begins with them anew.
			{ extends: true, test: { name: 'device', include: deviceTests } },
			{ extends: true, test: { name: 'hashes', include: hashTests } },
			// The others share what takes long to load: Kysely, PostgreSQL in WebAssembly, the sample.
			{
				extends: true,
				resolve: { alias: [{ find: /^\.\/cost$/, replacement: resolve('tests/helpers/low-cost.ts') }] },
				test: {
					name: 'shop',
					include: ['tests/**/*.test.ts'],
					exclude: [...deviceTests, ...hashTests],
					isolate: false
				}
			}
		]
	}
});
