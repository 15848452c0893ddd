import type { Account } from '../../domain/account/account';
import type { WriteTx } from '../store/store';
import { users } from '../store/users';
import { keepAnAdmin } from './last-admin';

/**
 * Takes an account out of the shop, with its cart and sessions. Orders and sales keep its name, which nobody gets again.
 * @throws ProblemError last_admin
 */
export async function removeAccount(tx: WriteTx, account: Account): Promise<void> {
	await keepAnAdmin(tx, account);
	await users.remove(tx, [account.username]);
}
