import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createApp } from '../../src/lib/server/app';
import { readConfig } from '../../src/lib/server/config';
import { serveAlone } from '../../src/lib/server/open';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'pop-open-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const refusal = {
	name: 'StartError',
	message: expect.stringMatching(/^DATA_DIR=.*: another server has this shop open\. Stop it, .*\.$/)
};

test('a folder has one server: another one is refused until it has ended', async () => {
	const app = await createApp(readConfig({ DATA_DIR: folder, POP_MODE: 'demo', LOG_LEVEL: 'error' }, folder));
	await expect(serveAlone(folder, 0)).rejects.toMatchObject(refusal);
	await app.close();
	(await serveAlone(folder, 0))();
});

test('a server that could not open its shop leaves the folder', async () => {
	const config = readConfig({ DATA_DIR: folder, POP_MODE: 'live', LOG_LEVEL: 'error' }, folder);
	await expect(createApp(config)).rejects.toThrow('pop -- init');
	(await serveAlone(folder, 0))();
});

test('a data folder that can’t be made is one line that names it', async () => {
	writeFileSync(join(folder, 'file'), '');
	// Node does not come back from making folders in one go where the system takes none.
	const places = [join(folder, 'file', 'shop'), ...(existsSync('/proc/self') ? ['/proc/pop/shop'] : [])];
	for (const DATA_DIR of places)
		await expect(createApp(readConfig({ DATA_DIR, LOG_LEVEL: 'error' }, folder))).rejects.toMatchObject({
			name: 'StartError',
			message: expect.stringContaining(`DATA_DIR=${DATA_DIR}: this user can't write there.`)
		});
});

test('a file where the shop’s own folder is to be is one line too', async () => {
	writeFileSync(join(folder, '.pop'), '');
	await expect(serveAlone(folder, 0)).rejects.toMatchObject({
		name: 'StartError',
		message: expect.stringContaining(`DATA_DIR=${folder}: this user can't write there.`)
	});
});

test('a server that is about to end is waited for', async () => {
	const leave = await serveAlone(folder);
	const next = serveAlone(folder);
	leave();
	(await next)();
});

test('a server that was killed holds nothing, whoever has its number now', async () => {
	mkdirSync(join(folder, '.pop'));
	const script = `
		const { DatabaseSync } = require('@photostructure/sqlite');
		const raw = new DatabaseSync(process.argv[1]);
		raw.exec('begin exclusive');
		console.log('held');
		setInterval(() => raw, 1000);
	`;
	const path = join(folder, '.pop', 'server.lock');
	const child = spawn(process.execPath, ['-e', script, path], { stdio: ['ignore', 'pipe', 'inherit'] });
	await once(child.stdout, 'data');
	await expect(serveAlone(folder, 0)).rejects.toMatchObject(refusal);
	child.kill('SIGKILL');
	await once(child, 'exit');
	(await serveAlone(folder, 0))();
});
