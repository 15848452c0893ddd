import type { ImportRow } from '../../domain/import/import';
import { isHash } from '../auth/passwords';
import { ProblemError } from '../problem';
import type { ReadTx } from '../store/store';
import { users } from '../store/users';

/** Follows who can run the shop while accounts are imported, in a dry run too. */
export class AdminsLeft {
	readonly #before: readonly string[];
	readonly #left: Set<string>;

	private constructor(names: string[]) {
		this.#before = names;
		this.#left = new Set(names);
	}

	static async of(tx: ReadTx): Promise<AdminsLeft> {
		const admins = await users.activeAdmins(tx);
		return new AdminsLeft(
			admins.filter(({ passwordHash }) => isHash(passwordHash)).map(({ username }) => username)
		);
	}

	saved({ username, role, status, passwordHash }: ImportRow): void {
		const runs = role === 'admin' && status === 'active' && isHash(String(passwordHash));
		if (runs) this.#left.add(String(username));
		else this.#left.delete(String(username));
	}

	removed({ username }: ImportRow): void {
		this.#left.delete(String(username));
	}

	/** @throws ProblemError last_admin where the shop had an admin and has none any more */
	assertOne(): void {
		if (this.#before.length === 0 || this.#left.size > 0) return;
		const who = this.#before.length === 1 ? this.#before[0] : 'none of its admins';
		const is = this.#before.length === 1 ? 'is its last admin' : 'would stay one';
		throw new ProblemError('last_admin', {
			detail: `After this import nobody could run the shop: ${who} ${is}. Keep one account with role admin, status active and a password.`
		});
	}
}
