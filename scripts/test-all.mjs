/**
 * What `npm test` does: install, find a Chromium, types and lint, build, unit tests, end-to-end and kill tests. What waits
 * more than it works goes on beside what works: Chromium is fetched during the checks, and a demo shop looks at its sales
 * during the unit tests.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build.mjs';
import { findChromium } from './chromium.mjs';
import { install } from './install.mjs';
import { cleanEnv, root } from './lib.mjs';
import { providePostgres } from './postgres.mjs';

const sum = { passed: 0, failed: 0, skipped: 0 };
const reports = mkdtempSync(join(tmpdir(), 'pop-test-'));

/** Runs everything, says the sums, and ends the process: 1 where anything failed. */
export async function testAll() {
	process.chdir(root);
	await stage('Install', async () => install(console.log));
	if (sum.failed === 0) {
		const fetched = run('scripts/chromium.mjs');
		const { check } = await import('./check.mjs');
		add(await stage('Types, lint, format', check, false));
		const chromium = await stage('Chromium', async () => browserOf(await fetched));
		const built = await stage('Build', async () => build(console.log) ?? true);
		const demo = built && chromium ? prepareDemo() : null;
		add(await stage('Unit', unit, false));
		if (demo) {
			const postgres = await stage('PostgreSQL', async () => providePostgres(console.log), false);
			add(await stage('End to end', async () => endToEnd(chromium, postgres, await demo), false));
		}
	}
	rmSync(reports, { recursive: true, force: true });
	const { passed, failed, skipped } = sum;
	console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
	process.exit(failed === 0 ? 0 : 1);
}

/** Runs a stage; one that throws is a failure, one that does not counts as passed if `counts`. */
async function stage(title, work, counts = true) {
	console.log(`\n── ${title}`);
	const started = performance.now();
	try {
		const result = await work();
		if (counts) sum.passed++;
		console.log(`── ${title}: ${((performance.now() - started) / 1000).toFixed(0)} s`);
		return result;
	} catch (error) {
		console.log(error.message);
		sum.failed++;
		return undefined;
	}
}

function add(result) {
	for (const key of ['passed', 'failed', 'skipped']) sum[key] += result?.[key] ?? 0;
}

/** Runs a script of the project, its output shown; resolves to its exit code. */
function run(script, args = [], env = {}) {
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, [join(root, script), ...args], {
			cwd: root,
			env: cleanEnv({ CI: '1', ...env }),
			stdio: ['ignore', 'inherit', 'inherit']
		});
		child.on('error', reject);
		child.on('close', (code) => resolve(code ?? 1));
	});
}

/** What a program that was to provide a Chromium has brought about: its path. */
async function browserOf(code) {
	const chromium = code === 0 ? await findChromium() : null;
	if (!chromium) throw new Error('There is no Chromium: see above.');
	return chromium;
}

/** The folder of a demo shop as it stands some time after its first start. */
function prepareDemo() {
	const folder = join(reports, 'demo shop');
	const prepared = import('vite')
		.then(({ runnerImport }) =>
			runnerImport(join(root, 'tests/helpers/demo-shop.ts'), { configFile: false, logLevel: 'error' })
		)
		.then(({ module }) => module.prepareDemoShop(folder))
		.then(() => folder);
	// Told by the stage that waits for it.
	prepared.catch(() => {});
	return prepared;
}

function readReport(path, code) {
	if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8'));
	throw new Error(`The tests ended with code ${code} before they could say what passed.`);
}

async function unit() {
	const report = join(reports, 'unit.json');
	const code = await run('node_modules/vitest/vitest.mjs', [
		'run',
		'--reporter=default',
		'--reporter=json',
		`--outputFile.json=${report}`
	]);
	const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = readReport(
		report,
		code
	);
	// A file that does not load has no tests to count.
	const unloaded = testResults.filter(
		(file) => file.status === 'failed' && file.assertionResults.length === 0
	).length;
	return noSilence(code, {
		passed: numPassedTests,
		failed: numFailedTests + unloaded,
		skipped: numPendingTests + numTodoTests
	});
}

async function endToEnd(chromium, postgres, demo) {
	const report = join(reports, 'e2e.json');
	const code = await run('node_modules/@playwright/test/cli.js', ['test', '--reporter=list,json'], {
		CHROMIUM_PATH: chromium,
		POP_DEMO_SHOP: demo,
		...(postgres && { POSTGRES_PROGRAMS: postgres }),
		PLAYWRIGHT_JSON_OUTPUT_NAME: report
	});
	const { stats, errors } = readReport(report, code);
	return noSilence(code, {
		passed: stats.expected + stats.flaky,
		failed: stats.unexpected + errors.length,
		skipped: stats.skipped
	});
}

/** A tool that fails without a failed test (an error outside of one) is a failure too. */
const noSilence = (code, result) => (code !== 0 && result.failed === 0 ? { ...result, failed: 1 } : result);
