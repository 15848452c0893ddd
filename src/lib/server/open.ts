import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hashPin } from './auth/pin';
import { published } from './auth/published';
import { StartError, type Config } from './config';
import { prepareDemo } from './csv/demo';
import { createMirror, type Mirror } from './csv/mirror';
import { MIRROR_STATE } from './csv/versions';
import { rebuild, type RebuildReport } from './csv/rebuild';
import { undoInterrupted } from './imports/undo';
import type { Logger } from './log';
import { loadSecret } from './secret';
import { openPostgres } from './store/postgres';
import { lockFile, openSqlite } from './store/sqlite';
import { shops } from './store/shop';
import { state } from './store/state';
import type { Store } from './store/store';

/** The tracked sample shop, from the project's folder. */
const SAMPLE = 'data/demo';

/** A server that is told to stop takes up to 5 s. */
const PATIENCE_MS = 5000;
const RETRY_MS = 100;

export interface OpenShop {
	store: Store;
	/** Following the store. Stop it before the store is closed. */
	mirror: Mirror;
	/** The key for hashes of codes and PINs. */
	secret: string;
}

/**
 * Opens a configuration's shop, for the server and the command line alike: its store, which a new one gets from the
 * files (in demo mode those of the sample, where there are none), without what a crash left of an import, and the
 * mirror that keeps the files up to date.
 * @throws StartError where the data folder or the database can't be used
 */
export async function openShop(config: Config, log: Logger): Promise<OpenShop> {
	const { dataDir, databaseUrl, mode } = config;
	const own = ownFolder(dataDir);
	const secret = loadSecret(config);
	const store = await openStore(databaseUrl, join(own, 'shop.sqlite'));
	const mirror = createMirror({
		store,
		folder: dataDir,
		// Half an import does not stay in the files; and while they are cut, the store must still have it.
		onRepaired: () => undoInterrupted(store, Date.now),
		onError: (error, name) => log.error('mirror', { name, error })
	});
	try {
		if (!(await store.read((tx) => state.get(tx, MIRROR_STATE)))) {
			if (mode === 'demo') await prepareDemo(resolve(SAMPLE), dataDir, Date.now());
			const rebuilt = await rebuild(store, dataDir);
			if (rebuilt) report(rebuilt, log);
			if (mode === 'demo') await givePin(store, secret);
		}
		await mirror.start();
	} catch (error) {
		await store.close();
		const { code, path } = error as NodeJS.ErrnoException;
		if (code && path)
			throw new StartError(`${path} can't be read or written (${code}). Free it, and start again.`);
		throw error;
	}
	return { store, mirror, secret };
}

/**
 * Makes this process the only server of a data folder. Commands work beside it, and so do nodes that share a database.
 * Returns the way to leave it to another.
 * @param patienceMs how long a server that is about to end is waited for
 * @throws StartError while another one serves it
 */
export async function serveAlone(dataDir: string, patienceMs = PATIENCE_MS): Promise<() => void> {
	const path = join(ownFolder(dataDir), 'server.lock');
	for (const end = Date.now() + patienceMs; ; await sleep(RETRY_MS)) {
		const release = await lockFile(path);
		if (release) return release;
		if (Date.now() >= end)
			throw new StartError(
				`DATA_DIR=${dataDir}: another server has this shop open. Stop it, or give this one a folder of its own.`
			);
	}
}

/** The folder of the store's own files, made where it is not there. @throws StartError */
function ownFolder(dataDir: string): string {
	const own = join(dataDir, '.pop');
	try {
		makeFolder(own);
		for (const folder of [dataDir, own]) accessSync(folder, constants.R_OK | constants.W_OK);
	} catch {
		throw new StartError(
			`DATA_DIR=${dataDir}: this user can't write there. Give it the right to, or choose another folder.`
		);
	}
	return own;
}

/** One by one: where a parent can't take folders, Node never comes back from making them in one go. */
function makeFolder(path: string): void {
	if (isFolder(path)) return;
	if (dirname(path) !== path) makeFolder(dirname(path));
	try {
		mkdirSync(path);
	} catch (error) {
		// Another start may have made it.
		if (!isFolder(path)) throw error;
	}
}

const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** The original app had its PIN in its code: its files have none, and in the demo the published one goes on. */
async function givePin(store: Store, secret: string): Promise<void> {
	const pinHash = await hashPin(published.pin, secret);
	await store.write(async (tx) => {
		const file = await shops.get(tx);
		if (file.pinHash === undefined) await shops.save(tx, { ...file, pinHash });
	});
}

async function openStore(databaseUrl: string | null, file: string): Promise<Store> {
	try {
		return databaseUrl ? await openPostgres(databaseUrl) : await openSqlite(file);
	} catch (error) {
		// The address of the database may hold a password and stays out of the line.
		const where = databaseUrl ? 'The database of DATABASE_URL' : file;
		throw new StartError(`${where} can't be opened: ${(error as Error).message}`);
	}
}

function report({ rows, rejected, unmatchedSales }: RebuildReport, log: Logger): void {
	log.info('rebuilt from the files', { ...rows, unmatchedSales });
	if (rejected.length > 0) log.warn('rows were refused: see rejected/', { count: rejected.length });
}
