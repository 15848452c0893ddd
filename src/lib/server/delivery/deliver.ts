import type { Account } from '../../domain/account/account';
import type { Order } from '../../domain/order/order';
import type { Shop } from '../../domain/shop/shop';
import type { CodeIssued } from '../../protocol/session';
import type { Config } from '../config';
import { emailDelivery } from './email';
import type { Mailer } from './mail';
import { webhookDelivery } from './webhook';

/** A code on its way to the buyer. It lives in memory alone: what can't be delivered now fails plainly and is issued anew. */
export interface CodeMessage {
	code: string;
	expiresInMs: number;
	order: Order;
	account: Account;
	shop: Shop;
}

/** A way for codes to reach their buyer. */
export interface Delivery {
	kind: CodeIssued['delivery'];
	/** Whether there is an address to send this order's code to. */
	reaches(order: Order, account: Account): boolean;
	/** Throws where the channel did not take the message. */
	send(message: CodeMessage): Promise<void>;
}

/**
 * The configured way: the webhook where there is one, else e-mail; on screen in demo mode without either; null where
 * live mode has none.
 */
export function createDelivery(
	{ mode, otpWebhookUrl }: Pick<Config, 'mode' | 'otpWebhookUrl'>,
	mailer: Mailer | null,
	secret: string
): Delivery | null {
	if (otpWebhookUrl) return webhookDelivery(otpWebhookUrl, secret);
	if (mailer) return emailDelivery(mailer);
	return mode === 'demo' ? onScreen : null;
}

/** Demo only: the answer to the buyer's own request carries the code. */
const onScreen: Delivery = { kind: 'demo', reaches: () => true, send: async () => undefined };

/** A message as a buyer would get it, with a code that opens nothing, to the person who tries the delivery. */
export const sampleMessage = (account: Account, shop: Shop, expiresInMs: number): CodeMessage => ({
	code: '00000',
	expiresInMs,
	order: {
		orderId: 'TEST',
		username: account.username,
		status: 'awaiting_code',
		lines: [],
		total: 0,
		placedAt: new Date(0).toISOString()
	},
	account,
	shop
});
