import { createHmac } from 'node:crypto';
import type { Delivery } from './deliver';

const TIMEOUT_MS = 10_000;

/**
 * Codes by a signed POST, to an SMS gateway for instance. The header `pop-signature` is `t=SECONDS,v1=HEX` where HEX is
 * the HMAC-SHA-256 of `SECONDS.BODY` under `POP_SECRET`: the receiver checks it, and that the time is recent.
 */
export function webhookDelivery(url: string, secret: string): Delivery {
	return {
		kind: 'webhook',
		reaches: (order, account) => Boolean(order.phone || account.phone || account.email),
		async send({ code, expiresInMs, order, account, shop }) {
			const body = JSON.stringify({
				code,
				expiresInMs,
				orderId: order.orderId,
				shop: shop.name,
				username: account.username,
				phone: order.phone || account.phone,
				email: account.email
			});
			const time = Math.floor(Date.now() / 1000);
			const signature = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
			const response = await fetch(url, {
				method: 'POST',
				headers: { 'content-type': 'application/json', 'pop-signature': `t=${time},v1=${signature}` },
				body,
				redirect: 'error',
				signal: AbortSignal.timeout(TIMEOUT_MS)
			});
			if (!response.ok) throw new Error(`The webhook answered ${response.status}.`);
		}
	};
}
