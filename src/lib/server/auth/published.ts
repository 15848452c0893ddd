import type { Account } from '../../domain/account/account';
import { users } from '../store/users';
import { shops } from '../store/shop';
import type { ReadTx, Store } from '../store/store';
import { fits } from './passwords';
import { pinFits } from './pin';

/** What the demo and the original app publish: good for a look around, never for a shop that sells. */
export const published = {
	accounts: [
		{ username: 'admin123', password: 'sriyanshu1' },
		{ username: 'shopper1', password: 'shopper-demo' }
	],
	pin: '5624'
} as const;

export interface OpenDoors {
	/** Active accounts that a published password opens. */
	accounts: Account[];
	pin: boolean;
}

/** What published credentials would open: each is tried on its own account and on every admin's. */
export async function openDoors(tx: ReadTx, secret: string): Promise<OpenDoors> {
	const names = new Set<string>(published.accounts.map(({ username }) => username));
	const suspects = (await users.all(tx)).filter(
		({ username, role, status }) => status === 'active' && (role === 'admin' || names.has(username))
	);
	const opens = async (account: Account) =>
		(await Promise.all(published.accounts.map(({ password }) => fits(password, account.passwordHash)))).some(
			Boolean
		);
	const open = await Promise.all(suspects.map(opens));
	const { pinHash } = await shops.get(tx);
	return {
		accounts: suspects.filter((_, i) => open[i]),
		pin: pinHash !== undefined && (await pinFits(published.pin, pinHash, secret))
	};
}

/** How one may sign in to a demo shop, in lines for the terminal: only what opens it. */
export async function demoSignIns(store: Store, secret: string): Promise<string[]> {
	// The hashes are tried after the snapshot: whoever reads next waits for its end.
	const { pinHash, accounts } = await store.read(async (tx) => {
		const accounts = new Map<string, Account | undefined>();
		for (const { username } of published.accounts) accounts.set(username, await users.byName(tx, username));
		return { pinHash: (await shops.get(tx)).pinHash, accounts };
	});
	const pinOpens = pinHash !== undefined && pinFits(published.pin, pinHash, secret);
	const lines = published.accounts.map(async ({ username, password }) => {
		const account = accounts.get(username);
		if (account?.status !== 'active' || !(await fits(password, account.passwordHash))) return [];
		const admin = account.role === 'admin';
		const pin = admin && (await pinOpens) ? `, PIN ${published.pin}` : '';
		return [`${admin ? 'Admin' : 'Shopper'}: ${username} / ${password}${pin}`];
	});
	return (await Promise.all(lines)).flat();
}
