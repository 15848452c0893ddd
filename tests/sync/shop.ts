import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { User } from '../../src/lib/domain/account/account';
import type { DeskProduct } from '../../src/lib/domain/catalogue/product';
import type { Reply, SyncApi } from '../../src/lib/client/sync/transport';
import { problem } from '../../src/lib/client/problem';
import type { Actor } from '../../src/lib/server/auth/actor';
import { ProblemError } from '../../src/lib/server/problem';
import { products } from '../../src/lib/server/store/products';
import { openSqlite } from '../../src/lib/server/store/sqlite';
import type { Store } from '../../src/lib/server/store/store';
import { createCatalogue, type CatalogueSnapshot } from '../../src/lib/server/sync/catalogue';
import { createPull, type Pull } from '../../src/lib/server/sync/pull';
import { createPush, type Push } from '../../src/lib/server/sync/push';

/** The cookie jar of one browser: whom the server takes it for. */
export interface Jar {
	user: User | null;
}

/** The server's sync over a real store, called without HTTP. */
export class TestShop {
	store!: Store;
	#push!: Push;
	#pull!: Pull;
	#catalogue!: CatalogueSnapshot;
	#folder!: string;
	#now: () => number;
	#pageRows: number;

	private constructor(now: () => number, pageRows: number) {
		this.#now = now;
		this.#pageRows = pageRows;
	}

	static async open(now: () => number, stock: DeskProduct[], pageRows = 3): Promise<TestShop> {
		const shop = new TestShop(now, pageRows);
		await shop.#open(stock);
		return shop;
	}

	/** The process ends and starts again on the same file. */
	async restart(): Promise<void> {
		await this.store.close();
		await this.#start();
	}

	/** The store is lost and made anew with these products; nothing else is known any more. */
	async rebuild(stock: DeskProduct[]): Promise<void> {
		await this.close();
		await this.#open(stock);
	}

	async close(): Promise<void> {
		await this.store.close();
		await rm(this.#folder, { recursive: true });
	}

	async #open(stock: DeskProduct[]): Promise<void> {
		this.#folder = await mkdtemp(join(tmpdir(), 'pop-sync-'));
		await this.#start();
		await this.store.write((tx) => products.insertAll(tx, stock));
	}

	async #start(): Promise<void> {
		this.store = await openSqlite(join(this.#folder, 'shop.sqlite'));
		const onFault = (error: unknown) => {
			throw error;
		};
		this.#push = createPush({ store: this.store, now: this.#now, onFault });
		this.#pull = createPull(this.store, this.#pageRows);
		this.#catalogue = createCatalogue(this.store);
	}

	/** What one browser reaches, as its cookie says. */
	api(jar: Jar): SyncApi {
		const actor = (): Actor | null => jar.user && { ...jar.user, sessionId: 's', unlocked: true };
		const signedIn = (): Actor => {
			const found = actor();
			if (!found) throw new ProblemError('signed_out', { detail: 'Sign in again.' });
			return found;
		};
		return {
			session: () => answer(async () => ({ user: (signedIn(), jar.user!) })),
			signOut: () => answer(async () => void (jar.user = null)),
			push: (request) => answer(() => this.#push(overTheWire(request), signedIn())),
			pull: (cursor, clientId) => answer(() => this.#pull(cursor, clientId, actor())),
			manifest: (from) => answer(() => this.#catalogue.manifest(actor(), from)),
			chunks: (hashes) =>
				answer(async () => {
					const body = await this.#catalogue.pack(actor(), hashes, 'identity');
					if (!body) throw new ProblemError('not_found', { detail: 'No such chunk.' });
					return JSON.parse(body.toString());
				})
		};
	}
}

async function answer<T>(work: () => Promise<T>): Promise<Reply<T>> {
	try {
		return { ok: true, body: overTheWire(await work()) };
	} catch (error) {
		if (!(error instanceof ProblemError)) throw error;
		return problem(error.code, error.details.detail);
	}
}

const overTheWire = <T>(value: T): T => (value === undefined ? value : JSON.parse(JSON.stringify(value)));
