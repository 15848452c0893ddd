import type { OrderStatus } from '../../domain/order/order';
import { connection } from '../state/connection.svelte';
import { orders } from '../state/orders.svelte';
import { rows } from '../state/rows.svelte';
import { clashes } from './clashes.svelte';

const withStatus = (status: OrderStatus) => orders.list.filter((order) => order.status === status).length;

/** What waits for a person of the shop, as an admin's device knows it without asking. */
class Needs {
	inReview = $derived(withStatus('needs_review'));
	toPrepare = $derived(withStatus('confirmed'));
	toHandOver = $derived(withStatus('ready'));
	clashes = $derived(clashes.list.length);
	/** All of it, with the changes that were refused and the files that can't be written. */
	total = $derived(
		this.inReview +
			this.toPrepare +
			this.toHandOver +
			this.clashes +
			rows.refusals.length +
			connection.fileProblems.length
	);
}

export const needs = new Needs();
