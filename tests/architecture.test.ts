/** The layers of docs/architecture.md, held to their imports. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, posix } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

/** What each layer may import: other layers, and packages by the beginning of their name. */
const layers: Record<string, { layers: string[]; packages: string[] }> = {
	domain: { layers: ['domain'], packages: ['papaparse', 'ml-random-forest'] },
	protocol: { layers: ['protocol', 'domain'], packages: ['valibot'] },
	client: {
		layers: ['client', 'domain', 'protocol'],
		packages: ['dexie', 'fake-indexeddb', 'svelte', 'valibot']
	},
	server: {
		layers: ['server', 'domain', 'protocol'],
		packages: [
			'node:',
			'kysely',
			'pg',
			'@photostructure/sqlite',
			'nodemailer',
			'papaparse',
			'valibot',
			'@sveltejs/kit'
		]
	},
	workers: { layers: ['workers', 'client', 'domain', 'protocol'], packages: [] },
	'service-worker': {
		layers: ['service-worker', 'domain', 'protocol'],
		packages: ['workbox-', '$service-worker']
	},
	ui: { layers: ['ui', 'domain'], packages: ['svelte', 'chart.js', 'virtua/svelte', '@fontsource'] },
	cli: { layers: ['cli', 'domain', 'server'], packages: ['node:'] },
	pages: {
		layers: ['pages', 'client', 'ui', 'domain', 'protocol'],
		packages: ['svelte', '@sveltejs/kit', '$app/', './$types', 'virtua/svelte', '@fontsource']
	},
	endpoints: {
		layers: ['endpoints', 'server', 'domain', 'protocol'],
		packages: ['@sveltejs/kit', '$app/', './$types', 'node:', 'valibot']
	}
};

/** The layer of a file, by its path from the project's root; null for what belongs to none (app.d.ts). */
function layerOf(path: string): string | null {
	const [, top, inside] = /^src\/(?:lib\/)?([\w-]+)(?:\/(.*))?/.exec(path) ?? [];
	if (top === 'routes') return /(^|\/)\+server\.ts$/.test(inside ?? '') ? 'endpoints' : 'pages';
	if (path.startsWith('src/hooks.server')) return 'endpoints';
	if (path.startsWith('src/hooks.')) return 'pages';
	return top !== undefined && top in layers ? top : null;
}

function files(folder: string): string[] {
	return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		const path = posix.join(folder, entry.name);
		if (entry.isDirectory()) return files(path);
		return /\.(ts|svelte)$/.test(entry.name) && !entry.name.endsWith('.d.ts') ? [path] : [];
	});
}

function importsOf(path: string): string[] {
	const source = readFileSync(path, 'utf8');
	const scripts = path.endsWith('.svelte')
		? [...source.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1]!)
		: [source];
	return scripts.flatMap((script) => ts.preProcessFile(script).importedFiles.map((file) => file.fileName));
}

/** The project's path that an import names, or null for a package. */
function target(path: string, name: string): string | null {
	if (name === './$types') return null;
	if (name.startsWith('.')) return posix.join(dirname(path), name);
	if (name.startsWith('$lib')) return name.replace('$lib', 'src/lib');
	return null;
}

/** What is wrong with an import, or null. */
function fault(path: string, name: string): string | null {
	const layer = layerOf(path);
	if (layer === null) return null;
	const allowed = layers[layer]!;
	if (name.startsWith('$lib') && !path.startsWith('src/routes') && !path.startsWith('src/hooks'))
		return `${path}: ${name}: only routes use $lib`;
	const to = target(path, name);
	if (to === null) {
		const known = allowed.packages.some((start) => name.startsWith(start));
		return known ? null : `${path}: ${layer} may not import the package ${name}`;
	}
	const toLayer = layerOf(to);
	if (toLayer === null) return to.startsWith('src/') ? null : `${path}: ${to} lies outside src`;
	return allowed.layers.includes(toLayer) ? null : `${path}: ${layer} may not import ${toLayer} (${name})`;
}

const sources = files('src');

test('every import stays within its layer', () => {
	expect(sources.flatMap((path) => importsOf(path).flatMap((name) => fault(path, name) ?? []))).toEqual([]);
});

test('no page loads on the server: that would put the network back into every click', () => {
	expect(sources.filter((path) => /\+(page|layout)\.server\.ts$/.test(path))).toEqual([]);
});

test('only the shell is prerendered without the server', () => {
	const off = sources.filter((path) => /export const ssr = false/.test(readFileSync(path, 'utf8')));
	expect(off).toEqual(['src/routes/shell/+page.ts'].filter((path) => sources.includes(path)));
});

test.each([
	['src/lib/domain/a.ts', '../server/store', false],
	['src/lib/domain/a.ts', 'node:fs', false],
	['src/lib/domain/a.ts', './b', true],
	['src/lib/client/a.ts', '../server/app', false],
	['src/lib/client/a.ts', '$lib/domain/money', false],
	['src/lib/ui/A.svelte', '../client/state/cart', false],
	['src/workers/a.ts', '../lib/domain/money', true],
	['src/routes/+page.svelte', '$lib/server/app', false],
	['src/routes/api/health/+server.ts', '$lib/server/app', true],
	['src/routes/api/health/+server.ts', '$lib/client/app', false],
	['src/cli/pop.ts', '../lib/client/db', false]
])('the fence: %s imports %s: %s', (path, name, allowed) => {
	expect(fault(path, name) === null).toBe(allowed);
});

test('the walk sees imports of every form', () => {
	const script = `import a from './a'; import type { B } from './b'; export * from './c'; const d = import('./d');`;
	expect(ts.preProcessFile(script).importedFiles.map((file) => file.fileName)).toEqual([
		'./a',
		'./b',
		'./c',
		'./d'
	]);
});
