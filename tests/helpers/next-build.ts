/** A second build of the shop, as after an update: the same sources, another version, other names of chunks. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const copied = [
	'build',
	'scripts',
	'src',
	'static',
	'data/demo',
	'package.json',
	'package-lock.json',
	'svelte.config.js',
	'tsconfig.json',
	'vite.config.ts',
	'vite.cli.config.ts'
];

/** A copy of the project with the next version built over the present one. Remove it when done. */
export function nextBuild(): { project: string; remove(): void } {
	const project = mkdtempSync(join(tmpdir(), 'pop-next-'));
	for (const path of copied) cpSync(path, join(project, path), { recursive: true });
	symlinkSync(join(process.cwd(), 'node_modules'), join(project, 'node_modules'), 'junction');
	execFileSync(process.execPath, ['scripts/build.mjs'], {
		cwd: project,
		env: { ...process.env, POP_BUILD: 'the-next-version' },
		stdio: 'pipe'
	});
	return { project, remove: () => rmSync(project, { recursive: true, force: true }) };
}
