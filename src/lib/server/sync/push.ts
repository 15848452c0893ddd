import { OLDEST_SCHEMA_VERSION, SCHEMA_VERSION } from '../../protocol/version';
import type { MutationResult, PushRequest, PushResponse } from '../../protocol/sync';
import type { Actor } from '../auth/actor';
import { runMutation } from '../commands';
import type { Context } from '../commands/context';
import { ProblemError } from '../problem';
import { clients } from '../store/clients';
import { shops } from '../store/shop';
import type { Store } from '../store/store';

export interface PushConfig {
	store: Store;
	now: () => number;
	/** Told of a fault inside a mutation, which was undone and refused alone. */
	onFault: (error: unknown, mutation: { clientId: string; seq: number; name: string }) => void;
}

export type Push = (request: PushRequest, actor: Actor) => Promise<PushResponse>;

/**
 * Applies a device's queue: each mutation once, in order, in one transaction with the memory that it was applied. A
 * refused one is consumed and never blocks those behind it.
 */
export function createPush({ store, now, onFault }: PushConfig): Push {
	/** @throws ProblemError client_too_old, wrong_client, seq_gap, invalid */
	return async ({ clientId, schema = SCHEMA_VERSION, mutations }, actor) => {
		if (schema < OLDEST_SCHEMA_VERSION || schema > SCHEMA_VERSION)
			throw new ProblemError('client_too_old', {
				detail: 'This page is older than the shop. Reload it: what you did is kept and sent after that.'
			});
		const firstSeq = mutations[0]?.seq ?? 0;
		if (mutations.some(({ seq }, i) => seq !== firstSeq + i))
			throw new ProblemError('invalid', {
				detail: 'The mutations are not numbered one after the other.',
				fields: { mutations: 'seq must rise by one' }
			});

		return store.write(async (tx) => {
			const client = await clients.byId(tx, clientId);
			if (client && client.username !== actor.username)
				throw new ProblemError('wrong_client', { detail: 'This device belongs to another account.' });
			const known = client?.lastSeq ?? 0;
			if (firstSeq > known + 1)
				throw new ProblemError('seq_gap', {
					detail: `Mutation ${known + 1} is missing.`,
					lastSeq: known
				});

			const results: MutationResult[] = [];
			const again = mutations.filter(({ seq }) => seq <= known);
			if (again.length > 0) {
				const refused = await clients.rejections(tx, clientId, firstSeq, again.at(-1)!.seq);
				for (const { seq } of again) {
					const rejection = refused.get(seq);
					results.push(rejection ? { seq, status: 'rejected', ...rejection } : { seq, status: 'ok' });
				}
			}

			const fresh = mutations.slice(again.length);
			if (fresh.length > 0 || !client)
				await clients.setLastSeq(tx, clientId, actor.username, fresh.at(-1)?.seq ?? known);
			if (fresh.length > 0) {
				const context = { now: now(), actor, shop: await shops.settings(tx) };
				for (const { seq, name, args, id } of fresh) {
					const result: MutationResult = {
						seq,
						...(await apply({ ...context, tx, ...(id !== undefined && { id }) }, name, args, seq))
					};
					if (result.status === 'rejected') await clients.reject(tx, clientId, result);
					results.push(result);
				}
			}
			return { storeId: store.storeId, lastSeq: fresh.at(-1)?.seq ?? known, results };
		});

		/** A fault undoes its own mutation alone; one of the database itself fails again on the next statement. */
		async function apply(
			ctx: Context,
			name: string,
			args: unknown,
			seq: number
		): Promise<Omit<MutationResult, 'seq'>> {
			try {
				const verdict = await ctx.tx.attempt((tx) => runMutation({ ...ctx, tx }, name, args));
				return verdict.ok ? { status: 'ok' } : { status: 'rejected', ...verdict.error };
			} catch (error) {
				onFault(error, { clientId, seq, name });
				return { status: 'rejected', code: 'failed', detail: 'Something went wrong in the shop.' };
			}
		}
	};
}
