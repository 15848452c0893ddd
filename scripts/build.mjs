/** The production build, made where the sources changed. */
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { currentVersion, folderOf, isWhole, makeCurrent, tidyBuilds } from './built.mjs';
import { alone, cleanEnv, root, runNode } from './lib.mjs';
import { sourceHash } from './source-hash.mjs';

const assetsOf = (version) => join(folderOf(version), 'client', '_app', 'immutable');
const assetList = (version) => join(folderOf(version), 'assets.json');

/** Builds if the last build was of other sources. `say` is called before the wait. */
export function build(say = () => {}) {
	const version = process.env.POP_BUILD ?? sourceHash();
	if (currentVersion() === version) return;
	if (!isWhole(version)) say('Building, about half a minute …');
	alone(() => {
		const before = currentVersion();
		if (before === version) return;
		if (!isWhole(version)) {
			const vite = join(root, 'node_modules/vite/bin/vite.js');
			const env = cleanEnv({ POP_BUILD: version });
			runNode([vite, 'build'], env);
			addAssets(version, before);
			runNode([vite, 'build', '--config', 'vite.cli.config.ts'], env);
		}
		makeCurrent(version);
		tidyBuilds(version, before);
	});
}

/** A tab that is open during an update still asks for the scripts of the build before: those are kept, once. */
function addAssets(version, before) {
	const assets = assetsOf(version);
	const own = readdirSync(assets, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(assets.length + 1));
	if (before && existsSync(assetList(before)))
		for (const name of JSON.parse(readFileSync(assetList(before), 'utf8')))
			cpSync(join(assetsOf(before), name), join(assets, name), { force: false });
	writeFileSync(assetList(version), JSON.stringify(own));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) build(console.log);
