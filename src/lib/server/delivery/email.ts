import { formatMoney } from '../../domain/money';
import type { Delivery } from './deliver';
import type { Mailer } from './mail';

/** Codes by e-mail to the account's address. */
export function emailDelivery(mailer: Mailer): Delivery {
	return {
		kind: 'email',
		reaches: (_order, account) => Boolean(account.email),
		send: ({ code, expiresInMs, order, account, shop }) =>
			mailer.send({
				to: { name: account.username, address: account.email! },
				subject: `${code} is your code for order ${order.orderId}`,
				text: [
					`Your one-time code: ${code}`,
					'',
					`It confirms order ${order.orderId} at ${shop.name}: ${formatMoney(order.total, shop)}.`,
					`It is good for ${Math.round(expiresInMs / 1000)} seconds and for this order alone.`,
					'',
					'If you did not order, ignore this message: without the code nothing is sold.'
				].join('\n')
			})
	};
}
