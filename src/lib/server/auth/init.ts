import type { Account } from '../../domain/account/account';
import { toLocal } from '../../domain/time';
import { log } from '../store/log';
import { sessions } from '../store/sessions';
import { shops } from '../store/shop';
import type { Store } from '../store/store';
import { users } from '../store/users';
import { hashPassword } from './passwords';
import { hashPin } from './pin';
import { openDoors, published } from './published';

export interface NewAdmin {
	username: string;
	email: string;
	password: string;
	pin: string;
}

export interface Initialised {
	/** The account was there before and was reset. */
	existed: boolean;
	/** Other accounts that a published password opened: they are closed now. */
	closed: string[];
}

/** What is wrong with an admin's wishes, in words; null where nothing is. A name that is there already may be any. */
export function refuseAdmin({ username, email, password, pin }: NewAdmin, existing: boolean): string | null {
	if (!existing && !/^[A-Za-z0-9._-]{3,32}$/.test(username))
		return `--admin ${username}: use 3 to 32 letters, digits, dots, dashes or underscores.`;
	if (!/^[^\s@]+@[^\s@]+$/.test(email)) return `--email ${email}: this is no e-mail address.`;
	if (password.length < 8 || password.length > 128) return 'The password needs 8 to 128 characters.';
	if (published.accounts.some((account) => account.password === password))
		return 'This password is published: choose another.';
	if (!/^\d{4,12}$/.test(pin)) return 'The PIN needs 4 to 12 digits.';
	if (pin === published.pin) return 'This PIN is published: choose another.';
	return null;
}

/** Makes or resets an admin and the PIN, and closes what published passwords open besides. */
export async function initialise(
	store: Store,
	secret: string,
	wish: NewAdmin,
	now: number
): Promise<Initialised> {
	const { username, email } = wish;
	const passwordHash = await hashPassword(wish.password);
	const pinHash = await hashPin(wish.pin, secret);
	const doors = await store.read((tx) => openDoors(tx, secret));
	return store.write(async (tx) => {
		const before = await users.byName(tx, username);
		const account: Account = {
			...before,
			username,
			email,
			passwordHash,
			role: 'admin',
			status: 'active',
			mustChange: false
		};
		await (before ? users.update(tx, account) : users.insert(tx, account));
		await sessions.removeOf(tx, username);
		const closed = doors.accounts.filter((open) => open.username !== username);
		for (const open of closed) await users.update(tx, { ...open, status: 'disabled' });
		const file = await shops.get(tx);
		await shops.save(tx, { ...file, pinHash });
		const at = toLocal(now, file.shop.timeZone);
		await log.append(tx, { at, username, action: 'INIT_ADMIN', target: username });
		return { existed: before !== undefined, closed: closed.map((open) => open.username) };
	});
}
