/** The production build, made where the sources changed. */
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { alone, cleanEnv, root, runNode } from './lib.mjs';
import { sourceHash } from './source-hash.mjs';

const out = join(root, 'build');
const assets = join(out, 'client', '_app', 'immutable');
const assetList = join(out, 'assets.json');
const kept = join(root, '.svelte-kit', 'previous-assets');

function builtVersion() {
	try {
		const { version } = JSON.parse(readFileSync(join(out, 'client/_app/version.json'), 'utf8'));
		// The command line is built last: without it the build was cut short.
		return existsSync(join(out, 'cli/pop.js')) ? version : null;
	} catch {
		return null;
	}
}

/** Builds if the last build was of other sources. `say` is called before the wait. */
export function build(say = () => {}) {
	const version = process.env.POP_BUILD ?? sourceHash();
	if (builtVersion() === version) return;
	say('Building, about half a minute …');
	alone(() => {
		if (builtVersion() === version) return;
		const previous = keepAssets();
		const vite = join(root, 'node_modules/vite/bin/vite.js');
		const env = cleanEnv({ POP_BUILD: version });
		runNode([vite, 'build'], env);
		restoreAssets(previous);
		runNode([vite, 'build', '--config', 'vite.cli.config.ts'], env);
	});
}

/** A tab that is open during an update still asks for the scripts of the build before: those are kept, once. */
function keepAssets() {
	rmSync(kept, { recursive: true, force: true });
	if (!existsSync(assetList)) return [];
	cpSync(assets, kept, { recursive: true });
	return JSON.parse(readFileSync(assetList, 'utf8'));
}

function restoreAssets(previous) {
	const own = readdirSync(assets, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(assets.length + 1));
	for (const name of previous)
		if (existsSync(join(kept, name))) cpSync(join(kept, name), join(assets, name), { force: false });
	writeFileSync(assetList, JSON.stringify(own));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) build(console.log);
