/** Draws the app's PNG icons from the mark and the line icons. Run it after either changed: node scripts/icons/make.mjs */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { chromiumArgs, findChromium } from '../chromium.mjs';
import { root } from '../lib.mjs';

const folder = join(root, 'static/icons');
const mark = readFileSync(join(folder, 'favicon.svg'), 'utf8');
const accent = '#0b6b66';
const letter = /<path fill="none"[^>]*>/.exec(mark)[0];
/** The letter alone on the accent, to the edges: launchers cut their own shape out of it. */
const full = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-6 -5.5 44 44"><path fill="${accent}" d="M-6-5.5h44v44h-44z"/>${letter}</svg>`;
const lines = readFileSync(join(root, 'src/lib/ui/icons.ts'), 'utf8');
const shortcut = (name) => {
	const path = new RegExp(`\\t${name}:\\s*'([^']+)'`).exec(lines)[1];
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-12 -12 48 48"><circle cx="12" cy="12" r="24" fill="${accent}"/><g fill="none" stroke="#fff" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"><path d="${path}"/></g></svg>`;
};

const icons = [
	['favicon-32.png', 32, mark],
	['icon-192.png', 192, mark],
	['icon-512.png', 512, mark],
	['maskable-512.png', 512, full],
	['apple-touch-icon.png', 180, full],
	...Object.entries({ sale: 'counter', products: 'tag', forecast: 'trend', search: 'search' }).map(
		([name, icon]) => [`shortcut-${name}.png`, 96, shortcut(icon)]
	)
];

const browser = await chromium.launch({ executablePath: await findChromium(), args: chromiumArgs });
for (const [name, size, svg] of icons) {
	const page = await browser.newPage({ viewport: { width: size, height: size } });
	await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw;height:100vh}</style>${svg}`);
	writeFileSync(join(folder, name), await page.screenshot({ omitBackground: true }));
	await page.close();
}
await browser.close();
