import type { DeliveryTested } from '../../protocol/settings';
import type { App } from '../app';
import { writeLog } from '../audit';
import type { Actor } from '../auth/actor';
import { ProblemError } from '../problem';
import { shops } from '../store/shop';
import { users } from '../store/users';
import { sampleMessage } from './deliver';
import { failingCodes } from './failing-codes';
import { reasonOf } from './mail';

/**
 * Sends a code that opens nothing to the admin who asks, the way that buyers get theirs.
 * @throws ProblemError no_delivery_address, delivery_failed with the channel's reason
 */
export async function tryDelivery(app: App, actor: Actor): Promise<DeliveryTested> {
	const { store, delivery, config } = app;
	const { account, shop } = await store.read(async (tx) => ({
		account: await users.byName(tx, actor.username),
		shop: await shops.settings(tx)
	}));
	const message = account && sampleMessage(account, shop, config.otpTtlMs);
	if (!delivery || !message || !delivery.reaches(message.order, account))
		throw new ProblemError('no_delivery_address', {
			detail: delivery
				? 'There is no address to send the test to. Add an e-mail to your account first.'
				: 'No way to deliver codes is set: SMTP_URL with MAIL_FROM, or OTP_WEBHOOK_URL.'
		});
	const failed = await delivery.send(message).then(
		() => null,
		(error: unknown) => ({ error })
	);
	const outcome = failed ? `failed ${reasonOf(failed.error)}` : 'ok';
	await store.write(async (tx) => {
		if (!failed) await failingCodes.clear(tx);
		await writeLog(tx, Date.now(), actor.username, 'TEST_DELIVERY', `${delivery.kind} ${outcome}`);
	});
	if (failed)
		throw new ProblemError('delivery_failed', {
			detail: `The test did not go out: ${reasonOf(failed.error)}.`,
			cause: failed.error
		});
	const to = delivery.kind === 'demo' ? undefined : (account.email ?? account.phone);
	return { delivery: delivery.kind, ...(to && { to }) };
}
