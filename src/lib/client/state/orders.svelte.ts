import { applyToOrders, type LocalOrder } from '../../domain/sync/apply';
import { catalogue } from './catalogue.svelte';
import { rows } from './rows.svelte';
import { session } from './session.svelte';

class Orders {
	/** Newest first, with those that only this device has yet (`queued`). An admin's device holds everyone's. */
	list = $derived<LocalOrder[]>(
		session.user
			? applyToOrders(
					rows.orders,
					rows.pending,
					session.user.username,
					(id) => catalogue.product(id)?.name ?? id
				)
			: []
	);

	get(orderId: string): LocalOrder | undefined {
		return this.list.find((order) => order.orderId === orderId);
	}
}

export const orders = new Orders();
