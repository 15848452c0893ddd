import { randomUUID } from 'node:crypto';
import { state } from '../store/state';
import type { Store, WriteTx } from '../store/store';

/** Who does a piece of work, until when (ms). */
interface Lease {
	owner: string;
	until: number;
}

/** A process that gave no sign for so long is gone. */
const LEASE_MS = 120_000;

/**
 * Does work that one process at a time may do, of all that share the store. Nothing happens where another has it, or
 * `isDue` says in the claiming transaction that it is done already.
 */
export async function alone(
	store: Store,
	name: string,
	now: () => number,
	isDue: (tx: WriteTx) => Promise<boolean>,
	work: () => Promise<void>
): Promise<void> {
	const key = `lease:${name}`;
	const owner = randomUUID();
	const renew = (tx: WriteTx) => state.set(tx, key, { owner, until: now() + LEASE_MS } satisfies Lease);
	const claimed = await store.write(async (tx) => {
		const held = await state.get<Lease>(tx, key);
		if ((held && held.until > now()) || !(await isDue(tx))) return false;
		await renew(tx);
		return true;
	});
	if (!claimed) return;
	// One that fails is made up for by the next.
	const renewal = setInterval(() => store.write(renew).catch(() => {}), LEASE_MS / 4).unref();
	try {
		await work();
	} finally {
		clearInterval(renewal);
		await store.write((tx) => state.remove(tx, key));
	}
}
