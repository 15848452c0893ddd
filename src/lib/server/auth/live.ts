import { StartError, type Config } from '../config';
import type { Store } from '../store/store';
import { users } from '../store/users';
import { isHash } from './passwords';
import { openDoors } from './published';

/**
 * What a live shop must have before it opens: an admin who can sign in, a way to deliver codes, and no published
 * credential that opens anything.
 * @throws StartError naming all that is missing, and `pop init`
 */
export async function assertReady(store: Store, config: Config, secret: string): Promise<void> {
	const { admins, doors } = await store.read(async (tx) => ({
		admins: (await users.all(tx)).filter(
			({ role, status, passwordHash }) => role === 'admin' && status === 'active' && isHash(passwordHash)
		),
		doors: await openDoors(tx, secret)
	}));
	const missing: string[] = [];
	if (admins.length === 0) missing.push('it has no admin account');
	for (const { username } of doors.accounts)
		missing.push(`a published password opens the account ${username}`);
	if (doors.pin) missing.push('its PIN is a published one');
	if (!config.smtpUrl && !config.otpWebhookUrl)
		missing.push('no way to deliver codes is set (SMTP_URL with MAIL_FROM, or OTP_WEBHOOK_URL)');
	if (missing.length > 0)
		throw new StartError(
			`This shop is not ready to go live: ${missing.join('; ')}. Prepare it with: npm run pop -- init --admin NAME --email ADDRESS`
		);
}
