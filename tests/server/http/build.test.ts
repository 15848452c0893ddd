import { execFileSync, spawn } from 'node:child_process';
import {
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** A bundler that notes its calls and leaves the files of a version, as Kit's does: in an empty folder. */
const stub = `
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
appendFileSync('calls', process.argv.slice(2).join(' ') + '\\n');
const put = (path, text = '') => { mkdirSync(path.replace(/[^/]*$/, ''), { recursive: true }); writeFileSync(path, text); };
const version = process.env.POP_BUILD;
const out = 'build/' + version;
if (process.argv[3] === '--config') put(out + '/cli/pop.js');
else {
	rmSync(out, { recursive: true, force: true });
	put(out + '/client/_app/immutable/chunks/' + version + '.js');
	put(out + '/client/_app/immutable/same.js', version);
}
`;

let project: string;
beforeAll(() => {
	project = mkdtempSync(join(tmpdir(), 'pop build é '));
	cpSync('scripts', join(project, 'scripts'), { recursive: true });
	const vite = join(project, 'node_modules/vite/bin/vite.js');
	mkdirSync(dirname(vite), { recursive: true });
	writeFileSync(join(project, 'package.json'), '{"type":"module"}');
	writeFileSync(join(project, 'node_modules/vite/package.json'), '{"type":"module"}');
	writeFileSync(vite, stub);
});
afterAll(() => rmSync(project, { recursive: true }));

/** Builds a version and answers how often the bundler was called for it. */
function build(version: string): number {
	rmSync(join(project, 'calls'), { force: true });
	const env = { ...process.env, POP_BUILD: version };
	execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: project, env, stdio: 'pipe' });
	const calls = join(project, 'calls');
	return existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n').length : 0;
}
const folder = (version: string) => join(project, 'build', version);
const served = () => readFileSync(join(project, 'build/current'), 'utf8');
const asset = (name: string) => join(folder(served()), 'client/_app/immutable', name);

test('a version is built once, whole, and its predecessor’s scripts stay for open tabs', () => {
	expect(build('one')).toBe(2);
	expect(build('one')).toBe(0);
	expect(build('two')).toBe(2);
	expect([existsSync(asset('chunks/one.js')), existsSync(asset('chunks/two.js'))]).toEqual([true, true]);
	expect(readFileSync(asset('same.js'), 'utf8')).toBe('two');
	expect(build('three')).toBe(2);
	expect([existsSync(asset('chunks/one.js')), existsSync(asset('chunks/two.js'))]).toEqual([false, true]);
});

test('a build that was cut short is made again', () => {
	build('four');
	rmSync(join(folder('four'), 'cli'), { recursive: true });
	expect(build('four')).toBe(2);
});

test('a build stays while it is served, however many come after it; the others go but the last two', () => {
	const serve = `const { keepBuild } = await import('./scripts/built.mjs'); keepBuild('five'); process.stdout.write('up'); setInterval(() => {}, 1e6);`;
	build('five');
	const shop = spawn(process.execPath, ['--input-type=module', '-e', serve], { cwd: project });
	return new Promise<void>((done, failed) => {
		shop.on('error', failed);
		shop.stdout.once('data', () => {
			for (const version of ['six', 'seven', 'eight']) build(version);
			expect(readdirSync(join(project, 'build')).sort()).toEqual(['current', 'eight', 'five', 'seven']);
			shop.once('exit', () => {
				build('nine');
				expect(readdirSync(join(project, 'build')).sort()).toEqual(['current', 'eight', 'nine']);
				done();
			});
			shop.kill('SIGKILL');
		});
	});
});

test('going back to a build that is still there makes nothing anew', () => {
	build('ten');
	build('eleven');
	expect(build('ten')).toBe(0);
	expect(served()).toBe('ten');
});
