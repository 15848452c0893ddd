import type { Account } from '../../domain/account/account';
import { isHash } from '../auth/passwords';
import { ProblemError } from '../problem';
import type { ReadTx } from '../store/store';
import { users } from '../store/users';

/**
 * Somebody must be able to run the shop after this account no longer does.
 * @throws ProblemError last_admin
 */
export async function keepAnAdmin(tx: ReadTx, { username, role, status }: Account): Promise<void> {
	if (role !== 'admin' || status !== 'active') return;
	const others = (await users.activeAdmins(tx)).filter(
		(admin) => admin.username !== username && isHash(admin.passwordHash)
	);
	if (others.length > 0) return;
	throw new ProblemError('last_admin', {
		detail: `${username} is the last admin. Make somebody else an admin first.`
	});
}
