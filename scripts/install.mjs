/** The packages of the lock file, installed where they are not. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { alone, root, runNpm } from './lib.mjs';

const stamp = join(root, 'node_modules', '.pop-installed');

/** What an installation depends on: the lock file, and the Node and system that native packages are for. */
function wanted() {
	const hash = createHash('sha256');
	for (const name of ['package.json', 'package-lock.json'])
		hash.update(readFileSync(join(root, name), 'utf8').replaceAll('\r\n', '\n'));
	hash.update([process.versions.modules, process.platform, process.arch].join(' '));
	return hash.digest('hex');
}

function installed() {
	try {
		return readFileSync(stamp, 'utf8');
	} catch {
		return null;
	}
}

/** Installs if the last installation was of something else. `say` is called before the wait. */
export function install(say = () => {}) {
	const want = wanted();
	if (installed() === want) return;
	say('Installing packages, about a minute …');
	alone(() => {
		if (installed() === want) return;
		// NODE_ENV=production would leave out what the build needs.
		runNpm(['ci', '--include=dev', '--no-audit', '--no-fund']);
		writeFileSync(stamp, want);
	});
}

if (process.argv[1] === fileURLToPath(import.meta.url)) install(console.log);
