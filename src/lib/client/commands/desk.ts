import { MAX_EDITS } from '../../protocol/limits';
import type { MutationArgs } from '../../protocol/mutations';
import type { Intent } from '../db/outbox';
import { device } from '../device';
import { randomId } from '../ids';
import { session } from '../state/session.svelte';
import { act, queue, written } from './act';

export type ProductEdit = MutationArgs<'saveProduct'>;

/** Several products at once, behind the PIN: each 500 of them all or none. Returns the ids of the queued changes. */
export function saveProducts(
	edits: ProductEdit[],
	why: { reason?: string; note?: string } = {}
): Promise<string[] | null> {
	const intents: Intent[] = [];
	for (let from = 0; from < edits.length; from += MAX_EDITS)
		intents.push({ name: 'saveProducts', args: { edits: edits.slice(from, from + MAX_EDITS), ...why } });
	return queue(...intents);
}

/** Sells at the counter, behind the PIN; returns the new order's id, null where nothing was saved. */
export async function sellAtCounter(
	lines: MutationArgs<'sellAtCounter'>['lines'],
	{ username, note }: { username: string; note: string }
): Promise<string | null> {
	const orderId = randomId('C');
	const args = { orderId, lines, ...(username && { username }), ...(note && { note }) };
	return (await act({ name: 'sellAtCounter', args })) ? orderId : null;
}

/** Takes pieces of a sold order back, behind the PIN. */
export function refundOrder(args: MutationArgs<'refundOrder'>): Promise<boolean> {
	return act({ name: 'refundOrder', args });
}

/** Gives up changes that wait for the PIN: all of the account's, or those with the ids. Returns how many. */
export async function discardHeld(ids?: readonly string[]): Promise<number> {
	const username = session.user?.username;
	let discarded = 0;
	if (username)
		await written(async () => {
			const { db } = await device();
			discarded = await db.outbox
				.where('[username+seq]')
				.between([username, 0], [username, Infinity])
				.filter((row) => row.held === true && (!ids || ids.includes(row.id ?? '')))
				.delete();
		});
	return discarded;
}

/** Forgets a refused change: its person has read why. */
export async function dismissRefusal(id: number): Promise<void> {
	await (await device()).db.refusals.delete(id);
}

/** Several changes of stock, written together: each is a movement with its own verdict. */
export function changeStock(
	changes: (
		| { name: 'adjustStock'; args: MutationArgs<'adjustStock'> }
		| { name: 'moveReserve'; args: MutationArgs<'moveReserve'> }
	)[]
): Promise<boolean> {
	return act(...changes);
}
