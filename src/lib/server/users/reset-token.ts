import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Account } from '../../domain/account/account';

/** How long a way to a new password is good, in ms. */
export const RESET_MS = 30 * 60_000;

/**
 * The way to a new password, `NAME.EXPIRES.MAC`. Nothing of it is stored: the MAC covers the password and the address
 * that the account has, so it ends with its first use and with every other change of the two.
 */
export function resetToken(account: Account, expires: number, secret: string): string {
	return [Buffer.from(account.username).toString('base64url'), expires, macOf(account, expires, secret)].join(
		'.'
	);
}

/** Whose token it says to be, unproven; null where it is no token. */
export function ownerOf(token: string): string | null {
	const match = /^([\w-]+)\.\d{1,15}\.[\w-]+$/.exec(token);
	return match && Buffer.from(match[1]!, 'base64url').toString();
}

/** Whether the token is this account's, and still good at an instant. */
export function isGood(token: string, account: Account, now: number, secret: string): boolean {
	const [, expires, mac] = token.split('.') as [string, string, string];
	const expected = Buffer.from(macOf(account, Number(expires), secret));
	const given = Buffer.from(mac);
	return given.length === expected.length && timingSafeEqual(given, expected) && Number(expires) > now;
}

const macOf = ({ username, passwordHash, email }: Account, expires: number, secret: string): string =>
	createHmac('sha256', secret)
		.update(JSON.stringify(['reset', username, passwordHash, email, expires]))
		.digest('base64url');
