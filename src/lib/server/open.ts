import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { StartError, type Config } from './config';
import { loadSecret } from './secret';
import { openPostgres } from './store/postgres';
import { openSqlite } from './store/sqlite';
import type { Store } from './store/store';

export interface OpenShop {
	store: Store;
	/** The key for hashes of codes and PINs. */
	secret: string;
}

/**
 * The store of a configuration's shop, for the server and the command line alike.
 * @throws StartError where the data folder or the database can't be used
 */
export async function openShop(config: Config): Promise<OpenShop> {
	const own = join(config.dataDir, '.pop');
	try {
		mkdirSync(own, { recursive: true });
		accessSync(config.dataDir, constants.W_OK);
		accessSync(own, constants.W_OK);
	} catch {
		throw new StartError(
			`DATA_DIR=${config.dataDir}: this user can't write there. Give it the right to, or choose another folder.`
		);
	}
	const secret = loadSecret(config);
	const store = await openStore(config.databaseUrl, join(own, 'shop.sqlite'));
	return { store, secret };
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
