/** `npm run bench -- NAME…`: runs bench/NAME.ts, or every one; one JSON object a line on stdout, all else on stderr. */
import { readdirSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { basename, join } from 'node:path';
import { build } from './build.mjs';
import { findChromium } from './chromium.mjs';
import { install } from './install.mjs';
import { fail, root } from './lib.mjs';

install(console.error);
build(console.error);

const known = readdirSync(join(root, 'bench'))
	.filter((file) => file.endsWith('.ts'))
	.map((file) => basename(file, '.ts'));
const wanted = process.argv.length > 2 ? process.argv.slice(2) : known;
const unknown = wanted.find((name) => !known.includes(name));
if (unknown) fail(`There is no benchmark ${unknown}: choose of ${known.join(', ')}.`);

const machine = {
	cpu: cpus()[0]?.model ?? 'unknown',
	cores: cpus().length,
	memoryGb: Math.round(totalmem() / 2 ** 30),
	system: `${process.platform} ${process.arch}`,
	node: process.versions.node
};

// Found once, here: a benchmark's own imports are over when it runs.
process.env.CHROMIUM_PATH ??= (await findChromium()) ?? '';

// Vite runs the TypeScript as it is; it is there only after the installation.
const { runnerImport } = await import('vite');
process.chdir(root);
for (const name of wanted) {
	console.error(`── ${name}`);
	const { module } = await runnerImport(join(root, 'bench', `${name}.ts`), {
		configFile: false,
		logLevel: 'error'
	});
	const emit = (figures) => console.log(JSON.stringify({ bench: name, ...figures, machine }));
	await module.run(emit);
}
process.exit(0);
