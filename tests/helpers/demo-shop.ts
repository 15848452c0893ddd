/** Before the browser tests: one demo shop as it stands a minute after its first start, for every test to have a copy of. */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { ApiClient } from './api';
import { admin, shopper } from './browser';
import { startServer } from './server';

const PREPARE_MS = 180_000;

export default async function globalSetup(): Promise<(() => void) | void> {
	// `npm test` has one ready.
	if (process.env.POP_DEMO_SHOP) return;
	const dataDir = mkdtempSync(join(tmpdir(), 'pop-demo-'));
	await prepareDemoShop(dataDir);
	process.env.POP_DEMO_SHOP = dataDir;
	return () => rmSync(dataDir, { recursive: true, force: true });
}

/** Makes that shop in a folder. */
export async function prepareDemoShop(dataDir: string): Promise<void> {
	mkdirSync(dataDir, { recursive: true });
	const server = await startServer({ dataDir });
	// Old password hashes are replaced at the first sign-in.
	for (const { username, password } of [admin, shopper])
		await new ApiClient(server.url).signIn(username, password);
	const deadline = Date.now() + PREPARE_MS;
	while (!existsSync(join(dataDir, 'models', 'rf_all-products.json'))) {
		if (Date.now() > deadline) throw new Error(`The demo shop was not forecast: ${server.output()}`);
		await after(500);
	}
	await server.stop();
}
