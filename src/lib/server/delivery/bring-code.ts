import type { Deliver } from '../otp/codes';
import { ProblemError } from '../problem';
import { shops } from '../store/shop';
import type { Store } from '../store/store';
import type { Delivery } from './deliver';
import { failingCodes } from './failing-codes';

/** Brings codes to their buyers the configured way, and notes where that fails. */
export function bringCodes({
	delivery,
	store,
	expiresInMs,
	now
}: {
	delivery: Delivery | null;
	store: Store;
	expiresInMs: number;
	now: () => number;
}): Deliver {
	return async (code, order, account) => {
		if (!delivery?.reaches(order, account))
			throw new ProblemError('no_delivery_address', {
				detail:
					'There is no address to send the code to. Add an e-mail to your account, then ask for a new code: your order is safe.'
			});
		if (delivery.kind === 'demo') return delivery.kind;
		const { shop, failing } = await store.read(async (tx) => ({
			shop: await shops.settings(tx),
			failing: await failingCodes.get(tx)
		}));
		try {
			await delivery.send({ code, expiresInMs, order, account, shop });
		} catch (error) {
			await store.write((tx) => failingCodes.add(tx, now(), account.username, order.orderId, error));
			throw error;
		}
		if (failing) await store.write((tx) => failingCodes.clear(tx));
		return delivery.kind;
	};
}
