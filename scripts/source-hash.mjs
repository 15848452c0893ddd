/** A hash of everything that shapes the build, so that equal sources give equal versions on any machine and without git. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const inputs = [
	'src',
	'static',
	'package.json',
	'package-lock.json',
	'svelte.config.js',
	'vite.config.ts',
	'vite.cli.config.ts'
];

function* files(path) {
	const stat = statSync(path, { throwIfNoEntry: false });
	if (!stat) return;
	if (!stat.isDirectory()) return void (yield path);
	for (const name of readdirSync(path).sort()) yield* files(join(path, name));
}

/** Sixteen hex digits over the names and contents of the sources; line ends do not count. */
export function sourceHash() {
	const hash = createHash('sha256');
	for (const input of inputs) {
		for (const file of files(join(root, input))) {
			const content = readFileSync(file);
			hash.update(relative(root, file).split(sep).join('/') + '\0');
			hash.update(content.includes(0) ? content : content.toString('utf8').replaceAll('\r\n', '\n'));
		}
	}
	return hash.digest('hex').slice(0, 16);
}
