/** Packages that one test or benchmark alone asks for: a shop has no use for them, so they are not in the lock file. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root, runNpm } from './lib.mjs';

/**
 * The `node_modules` with the packages (`{ name: exact version }`), installed if need be into a folder of their own; null
 * where they can't be had. `say` is called before the wait.
 */
export function extraPackages(folder, packages, say = () => {}) {
	const place = join(root, 'node_modules', '.cache', folder);
	const modules = join(place, 'node_modules');
	const isThere = () =>
		Object.keys(packages).every((name) => existsSync(join(modules, name, 'package.json')));
	if (isThere()) return modules;
	say();
	const wanted = Object.entries(packages).map(([name, version]) => `${name}@${version}`);
	try {
		runNpm(['install', '--prefix', place, '--no-save', '--ignore-scripts', ...wanted]);
	} catch {
		return null;
	}
	return isThere() ? modules : null;
}
