/** `npm run check`: types, lint, format. Each step counts as one in `npm test`. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cleanEnv, root } from './lib.mjs';

const tool = (path, ...args) => [join(root, 'node_modules', path), ...args];
const tsc = (project) => tool('typescript/bin/tsc', '--noEmit', '-p', project);
const projects = ['src/lib/domain', 'src/lib/protocol', 'src/workers', 'src/service-worker'].filter(
	(folder) => existsSync(join(root, folder, 'tsconfig.json'))
);

/** The heaviest first: two run at a time. */
const steps = [
	[
		'svelte-check',
		tool('svelte-check/bin/svelte-check', '--tsconfig', './tsconfig.json', '--fail-on-warnings')
	],
	['eslint', tool('eslint/bin/eslint.js', '.', '--max-warnings', '0')],
	[
		'prettier',
		tool('prettier/bin/prettier.cjs', '--check', '**/*.{js,mjs,ts,svelte,css,html}', '--log-level', 'warn')
	],
	...projects.map((project) => [`types of ${project}`, tsc(project)])
];

/** Runs one step; resolves to whether it passed. */
function run([name, args]) {
	const started = performance.now();
	return new Promise((resolve) => {
		const child = spawn(process.execPath, args, {
			cwd: root,
			env: cleanEnv(),
			stdio: ['ignore', 'pipe', 'pipe']
		});
		const said = [];
		for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(chunk));
		child.on('error', (error) => said.push(Buffer.from(error.message)));
		child.on('close', (code) => {
			const seconds = ((performance.now() - started) / 1000).toFixed(1);
			console.log(`${code === 0 ? '✓' : '✗'} ${name} (${seconds} s)`);
			if (code !== 0) console.log(Buffer.concat(said).toString());
			resolve(code === 0);
		});
	});
}

/** Runs every step. @returns {Promise<{passed: number, failed: number}>} */
export async function check() {
	const sum = { passed: 0, failed: 0 };
	const count = (passed) => (passed ? sum.passed++ : sum.failed++);
	// Kit writes the types of the routes first.
	count(await run(['svelte-kit sync', tool('@sveltejs/kit/svelte-kit.js', 'sync')]));
	const waiting = [...steps];
	const lane = async () => {
		for (let step; (step = waiting.shift());) count(await run(step));
	};
	await Promise.all([lane(), lane()]);
	return sum;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const { failed } = await check();
	process.exit(failed === 0 ? 0 : 1);
}
