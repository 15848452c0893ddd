/** What the scripts share: running npm and node programs the same way on every system, and saying why one stops. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
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

/** Does what takes long once, even where two commands find at the same time that it is to be done. */
export function alone(work) {
	const lock = join(tmpdir(), `pop-${createHash('sha256').update(root).digest('hex').slice(0, 16)}.lock`);
	while (!take(lock)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
	try {
		return work();
	} finally {
		rmSync(lock, { force: true });
	}
}

function take(lock) {
	try {
		writeFileSync(lock, String(process.pid), { flag: 'wx' });
		return true;
	} catch (error) {
		if (error.code !== 'EEXIST') throw error;
	}
	try {
		const owner = Number(readFileSync(lock, 'utf8'));
		if (!isRunning(owner)) rmSync(lock, { force: true });
	} catch {
		// Its owner was done in the meantime.
	}
	return false;
}

/** Whether a process of this machine lives. */
export function isRunning(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		// Another person's process can't be asked, and lives.
		return error.code === 'EPERM';
	}
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

/** Runs a node program from the project's folder; what it said is shown only if it fails. */
export function runNode(args, env = cleanEnv()) {
	run(process.execPath, args, env);
}

/** Runs npm, also where only node is on the path. */
export function runNpm(args) {
	const cli = npmCli();
	if (cli) runNode([cli, ...args]);
	else run('npm', args, cleanEnv(), process.platform === 'win32');
}

function run(command, args, env, shell = false) {
	const stdio = ['ignore', 'pipe', 'pipe'];
	const done = spawnSync(command, args, { cwd: root, env, stdio, shell, maxBuffer: 2 ** 28 });
	if (done.status === 0) return;
	process.stderr.write(`${done.stdout ?? ''}${done.stderr ?? ''}`);
	const what = [basename(args[0]), ...args.slice(1)].join(' ');
	throw new Error(`${what} failed${done.error ? `: ${done.error.message}` : ''}`);
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
