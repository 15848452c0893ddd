import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AnalystClosed, createAnalyst, type Analyst } from '../../../src/lib/server/analysis/analyst';

/** A thread that answers what it is asked, fails, ends, or never comes back. */
const thread = `
import { parentPort } from 'node:worker_threads';
parentPort.on('message', ({ id, input }) => {
	if (input === 'hang') for (;;);
	if (input === 'end') process.exit(1);
	parentPort.postMessage(input === 'fail' ? { id, error: 'no memory' } : { id, value: input });
});`;

let folder: string;
let analyst: Analyst;
const ask = (input: string) => analyst.run('bundles', input as never);
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'pop-analyst-'));
	writeFileSync(join(folder, 'thread.mjs'), thread);
	analyst = createAnalyst(join(folder, 'thread.mjs'));
});
afterEach(async () => {
	await analyst.close();
	rmSync(folder, { recursive: true });
});

test('answers go to who asked; a failure is one question’s alone', async () => {
	const asked = [ask('a'), ask('fail'), ask('b')];
	await expect(asked[1]).rejects.toThrow('no memory');
	expect(await Promise.all([asked[0], asked[2]])).toEqual(['a', 'b']);
});

test('a thread that ends takes its questions along, and the next gets another thread', async () => {
	await expect(ask('end')).rejects.toThrow('ended');
	expect(await ask('again')).toBe('again');
});

test('closing gives up what runs, and what comes later', async () => {
	const running = ask('hang');
	const waiting = ask('a');
	const refused = [expect(running), expect(waiting)].map((one) => one.rejects.toThrow(AnalystClosed));
	await analyst.close();
	await Promise.all(refused);
	await expect(ask('b')).rejects.toThrow(AnalystClosed);
});
