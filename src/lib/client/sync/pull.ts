import { currentUser, meetNewStore, switchAccount } from '../db/account';
import { applyPage } from '../db/apply-page';
import type { DeviceDb, SyncState } from '../db/schema';
import { bootstrap, type Progress } from './bootstrap';
import type { Refused, SyncApi } from './transport';

/**
 * Brings the rows up to the server's, from the first sync on. Null when they are, else what stopped it. `between` is done
 * before each further page: what a person did meanwhile does not wait for the last one.
 */
export async function pull(
	db: DeviceDb,
	api: SyncApi,
	now: () => number,
	onProgress: (progress: Progress) => void,
	between: () => Promise<Refused | null>
): Promise<Refused | null> {
	for (let first = true; ; first = false) {
		const refused = first ? null : await between();
		if (refused) return refused;
		const user = await currentUser(db);
		const sync = await db.getMeta('sync');
		if (!sync || sync.account !== (user?.username ?? null) || sync.role !== (user?.role ?? null)) {
			const stopped = await bootstrap(db, api, onProgress);
			if (stopped) return stopped;
			continue;
		}
		const client = user && (await db.clients.get(user.username));
		const reply = await api.pull(sync.cursor, client?.clientId ?? null);
		if (!reply.ok) return reply;
		const page = reply.body;
		if (page.reset && !sync.fresh) {
			const stopped = await startOver(db, api, sync, page.storeId);
			if (stopped) return stopped;
			continue;
		}
		if ((await applyPage(db, sync, page, now())) && !page.more) return null;
	}
}

/**
 * The cursor does not fit: another store, or the server takes this device for another account. The private rows are
 * given up only once the server has confirmed whom it serves; a session that ended stops here.
 */
async function startOver(
	db: DeviceDb,
	api: SyncApi,
	sync: SyncState,
	storeId: string
): Promise<Refused | null> {
	if (sync.account !== null) {
		const session = await api.session();
		if (!session.ok) return session;
		await switchAccount(db, session.body.user);
	}
	await meetNewStore(db, storeId);
	await db.setMeta('sync', null);
	return null;
}
