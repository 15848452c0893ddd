/** What the scripts share: running npm and node programs the same way on every system, and saying why one stops. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { root } from './source-hash.mjs';

export { root };

/** Says what is wrong in one line and ends the process. */
export function fail(line) {
	console.error(line);
	process.exit(1);
}

/** Works from the project's folder; the data folder is made absolute first, so that it stays the one that was meant. */
export function settle() {
	process.env.DATA_DIR = resolve(process.env.DATA_DIR || join(root, 'data/shop'));
	process.chdir(root);
}

/** Settings of a person's npm that a child npm must keep; all else that npm hands down would mislead it. */
const keptNpmSettings =
	/^npm_config_(registry|userconfig|cache|proxy|https_proxy|http_proxy|noproxy|cafile|ca|strict_ssl)$/i;

/** The environment without what an outer npm and NODE_ENV put into it. */
export function cleanEnv(more = {}) {
	const kept = Object.entries(process.env).filter(
		([name]) =>
			name !== 'NODE_ENV' && name !== 'INIT_CWD' && (!/^npm_/i.test(name) || keptNpmSettings.test(name))
	);
	return { ...Object.fromEntries(kept), ...more };
}

/** Runs a node program from the project's folder; what it said is shown only if it fails, or live if asked for. */
export function runNode(args, { env = cleanEnv(), live = false } = {}) {
	return run(process.execPath, args, { env, live });
}

/** Runs npm, also where only node is on the path. */
export function runNpm(args, { live = false } = {}) {
	const cli = npmCli();
	if (cli) return runNode([cli, ...args], { live });
	return run('npm', args, { env: cleanEnv(), live, shell: process.platform === 'win32' });
}

function run(command, args, { env, live, shell = false }) {
	const stdio = live ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'];
	const done = spawnSync(command, args, { cwd: root, env, stdio, shell, maxBuffer: 2 ** 28 });
	if (done.status === 0) return;
	if (!live) process.stderr.write(`${done.stdout ?? ''}${done.stderr ?? ''}`);
	throw new Error(
		`${basename(args[0] ?? command)} ${args.slice(1).join(' ')} failed${done.error ? `: ${done.error.message}` : ''}`
	);
}

function npmCli() {
	const bin = dirname(process.execPath);
	const places = [
		process.env.npm_execpath ?? '',
		join(bin, 'node_modules/npm/bin/npm-cli.js'),
		join(bin, '../lib/node_modules/npm/bin/npm-cli.js')
	];
	return places.find((path) => basename(path) === 'npm-cli.js' && existsSync(path));
}
