import { createTransport } from 'nodemailer';
import { formatMoney } from '../../domain/money';
import type { Delivery } from './deliver';

const TIMEOUT_MS = 10_000;

/** Codes by e-mail to the account's address. */
export function emailDelivery(smtpUrl: string, from: string): Delivery {
	const transport = createTransport(smtpUrl, {
		from,
		connectionTimeout: TIMEOUT_MS,
		greetingTimeout: TIMEOUT_MS,
		socketTimeout: TIMEOUT_MS
	});
	return {
		kind: 'email',
		reaches: (_order, account) => Boolean(account.email),
		async send({ code, expiresInMs, order, account, shop }) {
			await transport.sendMail({
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
			});
		},
		close: () => transport.close()
	};
}
