import { createHmac } from 'node:crypto';
import { fits, hashPassword, verifyPassword } from './passwords';

/**
 * The admin PIN's hash in shop.json. Few digits are soon tried, so what is hashed is an HMAC of them with the server's
 * secret: the file alone gives nothing away. The demo's published PIN is hashed without.
 */
const PEPPERED = 'peppered$';

const pepper = (pin: string, secret: string): string =>
	createHmac('sha256', secret).update(pin).digest('base64url');

/** What to keep of a PIN. */
export async function hashPin(pin: string, secret: string): Promise<string> {
	return PEPPERED + (await hashPassword(pepper(pin, secret)));
}

/** Whether a PIN is the kept one; takes as long where none is kept. */
export async function verifyPin(pin: string, kept: string | undefined, secret: string): Promise<boolean> {
	if (kept?.startsWith(PEPPERED)) {
		const { ok } = await verifyPassword(pepper(pin, secret), kept.slice(PEPPERED.length));
		return ok;
	}
	return (await verifyPassword(pin, kept ?? null)).ok;
}

/** Whether the kept hash is of this PIN, at the hash's own price. */
export function pinFits(pin: string, kept: string, secret: string): Promise<boolean> {
	return kept.startsWith(PEPPERED) ? fits(pepper(pin, secret), kept.slice(PEPPERED.length)) : fits(pin, kept);
}
