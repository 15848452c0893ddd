import type { Account } from '../../domain/account/account';
import { isHash } from '../auth/passwords';
import { ProblemError } from '../problem';
import type { ReadTx } from '../store/store';
import { users } from '../store/users';

/** Whether nobody but this account could run the shop. */
export async function isLastAdmin(tx: ReadTx, { username, role, status }: Account): Promise<boolean> {
	if (role !== 'admin' || status !== 'active') return false;
	const others = (await users.activeAdmins(tx)).filter(
		(admin) => admin.username !== username && isHash(admin.passwordHash)
	);
	return others.length === 0;
}

/**
 * Somebody must be able to run the shop after this account no longer does.
 * @throws ProblemError last_admin
 */
export async function keepAnAdmin(tx: ReadTx, account: Account): Promise<void> {
	if (!(await isLastAdmin(tx, account))) return;
	throw new ProblemError('last_admin', {
		detail: `${account.username} is the last admin. Make somebody else an admin first.`
	});
}
