import { resolve } from 'node:path';
import { sveltekit } from '@sveltejs/kit/vite';
import { normalizePath, type Plugin, type Rolldown } from 'vite';
import { defineConfig } from 'vitest/config';

/** The device's database and what fills and reads it. */
const device =
	/node_modules[\\/]dexie|src[\\/]lib[\\/]client[\\/](db|catalogue|sync[\\/](?!transport|leader)|state[\\/](feed|sync|refusal)|desk[\\/]live)/;

/** What forms and the desk's pages share, and no list of parts has. */
const forms =
	/src[\\/](routes[\\/]admin|lib[\\/](ui[\\/](desk|DataTable|Field|download|order-words)|domain[\\/](amount|csv|import|sales|time)|client[\\/](commands[\\/]desk|state[\\/]pin)))/;

/** What every page begins with, and what most of the catalogue's do. */
const beginnings = [
	'routes/+layout.svelte',
	'routes/+layout.ts',
	'routes/first-visit.ts',
	'routes/parts/OtherSections.svelte',
	'routes/parts/Pair.svelte',
	'routes/parts/PartList.svelte',
	'routes/parts/SectionTiles.svelte',
	'routes/parts/pairs.ts',
	'lib/client/problem.ts',
	'lib/client/sync/leader.ts',
	'lib/client/sync/transport.ts',
	'lib/domain/result.ts'
].map((file) => normalizePath(resolve('src', file)));

let begun: Set<string> | undefined;
/** Whether a module is a beginning, or imported at once by one, directly or not: the same ones for browsers and the server. */
function beginsPages(id: string, context: Rolldown.ChunkingContext): boolean {
	if (!begun) {
		const unknown = beginnings.find((file) => !context.getModuleInfo(file));
		if (unknown)
			throw new Error(`${unknown} is no module: name in vite.config.ts what pages begin with now.`);
		begun = new Set(beginnings);
		// What is added meanwhile is walked too.
		for (const module of begun)
			for (const imported of context.getModuleInfo(module)?.importedIds ?? []) begun.add(imported);
	}
	return begun.has(id);
}

/** Scripts of which nearly every function runs before the first list is there. */
const eager = ['runtime', 'shop', 'device'];

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
							debugName: 'shop',
							name: (id, context) => (beginsPages(id, context) ? 'shop' : null),
							priority: 2
						},
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
