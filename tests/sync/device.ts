import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import type { User } from '../../src/lib/domain/account/account';
import { applyToCart, applyToOrders, type LocalOrder } from '../../src/lib/domain/sync/apply';
import type { CartLine } from '../../src/lib/domain/cart/cart';
import type { DeskProduct } from '../../src/lib/domain/catalogue/product';
import { loadCatalogue } from '../../src/lib/client/catalogue/load';
import { Overlay } from '../../src/lib/client/catalogue/overlay';
import { switchAccount } from '../../src/lib/client/db/account';
import { enqueue, outboxOf, pendingOf, type Intent } from '../../src/lib/client/db/outbox';
import { DeviceDb } from '../../src/lib/client/db/schema';
import type { Refused, SyncApi } from '../../src/lib/client/sync/transport';
import { syncRound } from '../../src/lib/client/sync/round';
import type { Jar } from './shop';

/** A browser without windows: the real database code over an IndexedDB in memory, the real sync round. */
export class TestDevice {
	readonly jar: Jar = { user: null };
	#factory = new IDBFactory();
	db = this.#open();
	#now: () => number;

	constructor(now: () => number) {
		this.#now = now;
	}

	#open(): DeviceDb {
		return new DeviceDb('pop', { indexedDB: this.#factory, IDBKeyRange });
	}

	/** The browser dies and comes back: what was committed is there. */
	crash(): void {
		this.db.close();
		this.db = this.#open();
	}

	close(): void {
		this.db.close();
	}

	async signIn(user: User): Promise<void> {
		this.jar.user = user;
		await switchAccount(this.db, user);
	}

	/** Signs out where the server does not hear it. */
	async signOutOffline(): Promise<void> {
		await switchAccount(this.db, null, true);
	}

	async act(...intents: Intent[]): Promise<void> {
		const user = (await this.db.getMeta('session'))!.user!;
		await enqueue(this.db, user.username, intents, new Date(this.#now()).toISOString());
	}

	sync(api: SyncApi): Promise<Refused | null> {
		const context = {
			db: this.db,
			api,
			now: this.#now,
			onProgress: () => {},
			holdAccount: <T>(work: () => Promise<T>) => work()
		};
		return syncRound(context);
	}

	async #pending() {
		const user = (await this.db.getMeta('session'))?.user;
		if (!user) return [];
		const lastSeq = (await this.db.clients.get(user.username))?.lastSeq ?? 0;
		return pendingOf(await outboxOf(this.db, user.username), lastSeq);
	}

	async cart(): Promise<CartLine[]> {
		return applyToCart((await this.db.getMeta('cart')) ?? [], await this.#pending());
	}

	async orders(): Promise<LocalOrder[]> {
		const username = (await this.db.getMeta('session'))?.user?.username ?? '';
		return applyToOrders(await this.db.orders.toArray(), await this.#pending(), username, (id) => id);
	}

	/** All products as the device shows them, by id. */
	async products(): Promise<DeskProduct[]> {
		const loaded = await loadCatalogue(this.db, 5);
		if (!loaded) return [];
		const { catalogue } = loaded;
		new Overlay(catalogue).update(await this.#pending());
		return catalogue
			.list({ hidden: true })
			.ids.sort()
			.map((id) => catalogue.product(id)!);
	}
}
