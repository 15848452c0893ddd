import type { ForeseenMutation } from './mutation';

/**
 * How many changes a person would count in queued mutations, in their order: what was done to one line of the cart is
 * one, an order is one with the lines it took from the cart and whatever was done to it since.
 */
export function countChanges(queued: readonly { name: string; args: unknown }[]): number {
	const lines = new Set<string>();
	const orders = new Set<string>();
	let others = 0;
	for (const { name, args } of queued as readonly ForeseenMutation[])
		switch (name) {
			case 'setCartLine':
				lines.add(args.productId);
				break;
			case 'placeOrder':
				for (const { productId } of args.lines) lines.delete(productId);
				orders.add(args.orderId);
				break;
			case 'acceptOrder':
			case 'cancelOrder':
				orders.add(args.orderId);
				break;
			default:
				others++;
		}
	return lines.size + orders.size + others;
}
