import { toLocal } from '../../domain/time';
import type { Refusal, Result } from '../../domain/result';
import type { Shop } from '../../domain/shop/shop';
import type { NewMovement } from '../../domain/stock/adjust';
import type { Actor } from '../auth/actor';
import { log } from '../store/log';
import { movements } from '../store/stock';
import type { WriteTx } from '../store/store';

/** What a command works with: its transaction, one reading of the clock (ms), who asks, and the shop's settings. */
export interface Context {
	tx: WriteTx;
	now: number;
	actor: Actor;
	shop: Shop;
	/** The device's name for this mutation, where it gave one. */
	id?: string;
}

export type Outcome = Result<unknown, Refusal>;

/** The shop's wall clock now, as its files hold it. */
export const wallClock = ({ now, shop }: Pick<Context, 'now' | 'shop'>) => toLocal(now, shop.timeZone);

/** Writes down who did what to what. */
export const audit = (ctx: Context, action: string, target: string): Promise<void> =>
	log.append(ctx.tx, { at: wallClock(ctx), username: ctx.actor.username, action, target });

/**
 * Writes down a change of shelf stock that is not a sale. The mutation is its reference, unless it has another: by that it
 * is known when a device sends it again to a store that was rebuilt from the files.
 */
export async function move(
	ctx: Context,
	change: Omit<NewMovement, 'date' | 'username' | 'reference'> & { reference?: string }
): Promise<void> {
	await movements.insertAll(ctx.tx, [
		{ movementId: '', date: wallClock(ctx), username: ctx.actor.username, reference: ctx.id ?? '', ...change }
	]);
}

/** Whether the files know that this mutation moved a shelf already. */
export const hasMoved = async ({ tx, id }: Context, productIds: readonly string[]): Promise<boolean> =>
	id !== undefined && (await movements.hasReference(tx, id, productIds));
