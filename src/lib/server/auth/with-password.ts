import type { Account } from '../../domain/account/account';
import type { Store, WriteTx } from '../store/store';
import { users } from '../store/users';
import { verifyPassword } from './passwords';
import { unlessBusy } from './tries';

/**
 * Checks a password and does `work` for its account in one transaction with a last look at it. Where the hash was
 * replaced while it was checked, as by another sign-in with the same password, the new one is checked. Null for a
 * password that does not fit and for a name of nobody, in the same time.
 * @throws ProblemError too_many_requests, and what `work` throws
 */
export async function withPassword<T>(
	store: Store,
	{ username, password }: { username: string; password: string },
	work: (tx: WriteTx, account: Account, replacement?: string) => Promise<T>
): Promise<T | null> {
	for (;;) {
		const account = await store.read((tx) => users.byName(tx, username));
		const { ok, replacement } = await unlessBusy(verifyPassword(password, account?.passwordHash ?? null));
		if (!account || !ok) return null;
		const done = await store.write(async (tx) => {
			const current = await users.byName(tx, username);
			if (current?.passwordHash !== account.passwordHash) return null;
			return { result: await work(tx, current, replacement) };
		});
		if (done) return done.result;
	}
}
