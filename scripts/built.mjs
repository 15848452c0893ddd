/**
 * The builds: `build/VERSION/` each, and in `build/current` which one is served next. A new one takes nothing away from a
 * shop that runs, which goes on from the folder it was started from.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isRunning, root } from './lib.mjs';

const builds = join(root, 'build');
const pointer = join(builds, 'current');

export const folderOf = (version) => join(builds, version);

/** The command line is built last: without it the build was cut short. */
export const isWhole = (version) => existsSync(join(folderOf(version), 'cli/pop.js'));

/** The version that is served next; null before the first build. */
export function currentVersion() {
	try {
		const version = readFileSync(pointer, 'utf8');
		return isWhole(version) ? version : null;
	} catch {
		return null;
	}
}

export function makeCurrent(version) {
	writeFileSync(`${pointer}.new`, version);
	renameSync(`${pointer}.new`, pointer);
}

/** What a module of the current build is imported by. @throws Error before the first build */
export function builtModule(path) {
	const version = currentVersion();
	if (!version) throw new Error('POP is not built yet: npm run build');
	return moduleOf(version, path);
}

export const moduleOf = (version, path) => pathToFileURL(join(folderOf(version), path)).href;

/** Marks a build as one that this process serves: it stays while the process lives. */
export function keepBuild(version) {
	const mark = join(folderOf(version), 'served-by', String(process.pid));
	try {
		mkdirSync(join(mark, '..'), { recursive: true });
		writeFileSync(mark, '');
	} catch {
		return; // A build that this user can't write is not this user's to tidy either.
	}
	process.on('exit', () => rmSync(mark, { force: true }));
}

/** Removes the builds that are neither named nor served. */
export function tidyBuilds(...kept) {
	for (const name of readdirSync(builds))
		if (name !== 'current' && !kept.includes(name) && !isServed(name))
			rmSync(folderOf(name), { recursive: true, force: true });
}

function isServed(version) {
	const marks = join(folderOf(version), 'served-by');
	return existsSync(marks) && readdirSync(marks).some((pid) => isRunning(Number(pid)));
}
