import type { Account } from '../../domain/account/account';
import { carts } from '../store/carts';
import type { WriteTx } from '../store/store';
import { users } from '../store/users';
import { keepAnAdmin } from './last-admin';

/**
 * Takes an account out of the shop, with its cart and sessions. Orders and sales keep its name, which nobody gets again.
 * @throws ProblemError last_admin
 */
export async function removeAccount(tx: WriteTx, account: Account): Promise<void> {
	await keepAnAdmin(tx, account);
	const { username } = account;
	const lines = await carts.of(tx, username);
	if (lines.length > 0)
		await carts.removeLines(
			tx,
			username,
			lines.map(({ productId }) => productId)
		);
	await users.remove(tx, [username]);
}
