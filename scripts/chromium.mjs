/** A Chromium for the tests: the one that is there, else the one that can be had. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fail, root, runNode } from './lib.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const macApps = ['Chromium', 'Google Chrome', 'Microsoft Edge'];
const windowsPrograms = ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'];

/** Where a browser would be installed on this system. */
function places() {
	const { env, platform } = process;
	if (platform === 'darwin') return macApps.map((app) => `/Applications/${app}.app/Contents/MacOS/${app}`);
	if (platform === 'win32')
		return [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA]
			.filter(Boolean)
			.flatMap((folder) => windowsPrograms.map((program) => join(folder, program)));
	return (env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
}

async function playwrights() {
	const { chromium } = await import('@playwright/test');
	return chromium.executablePath();
}

/** The path of a Chromium: CHROMIUM_PATH, an installed one, Playwright's own; null where there is none. */
export async function findChromium() {
	if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH;
	return [...places(), await playwrights()].find((path) => existsSync(path)) ?? null;
}

/** Chromium's switches: root may not use the sandbox. */
export const chromiumArgs = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/** The path of a Chromium, installed if need be; throws with what to do where that fails. `say` is called before the wait. */
export async function provideChromium(say = () => {}) {
	const found = await findChromium();
	if (found) return found;
	say('Getting a Chromium …');
	for (const install of [byPlaywright, byApt]) {
		try {
			install();
		} catch {
			continue;
		}
		const path = await findChromium();
		if (path) return path;
	}
	throw new Error(
		'No Chromium was found and none could be installed. Install one, or set CHROMIUM_PATH to its program.'
	);
}

function byPlaywright() {
	runNode([join(root, 'node_modules/@playwright/test/cli.js'), 'install', 'chromium']);
}

function byApt() {
	if (process.getuid?.() !== 0) return;
	const apt = (...args) =>
		execFileSync('apt-get', ['-o', 'DPkg::Lock::Timeout=120', ...args], { stdio: 'ignore' });
	apt('update');
	apt('install', '-y', 'chromium');
}

if (process.argv[1] === fileURLToPath(import.meta.url))
	provideChromium(console.log).then(console.log, (error) => fail(error.message));
