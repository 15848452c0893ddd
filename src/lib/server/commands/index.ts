import * as v from 'valibot';
import { refuse } from '../../domain/result';
import {
	mutationArgs,
	type MutationArgs,
	type MutationName,
	type RejectionCode
} from '../../protocol/mutations';
import { markBundle } from './bundles';
import { acceptOrder, advanceOrder, cancelOrder } from './change-order';
import { wordsOf } from '../../protocol/faults';
import type { Context, Outcome } from './context';
import { refundOrder, sellAtCounter } from './counter';
import { markOneOff } from './one-off';
import { importFile } from './import-file';
import { placeOrder } from './place-order';
import { adjustStock, deleteProduct, moveReserve, saveProduct, saveProducts, saveStock } from './products';
import { cancelPurchase, placePurchase, receivePurchase, reopenPurchase } from './purchases';
import { setCartLine } from './set-cart-line';
import { settleClash } from './settle-clash';

type Access = 'shopper' | 'admin' | 'unlocked admin';

const commands: {
	[N in MutationName]: { who: Access; run: (ctx: Context, args: MutationArgs<N>) => Promise<Outcome> };
} = {
	setCartLine: { who: 'shopper', run: setCartLine },
	placeOrder: { who: 'shopper', run: placeOrder },
	acceptOrder: { who: 'shopper', run: acceptOrder },
	cancelOrder: { who: 'shopper', run: cancelOrder },
	saveProduct: { who: 'admin', run: saveProduct },
	saveProducts: { who: 'unlocked admin', run: saveProducts },
	deleteProduct: { who: 'unlocked admin', run: deleteProduct },
	adjustStock: { who: 'admin', run: adjustStock },
	moveReserve: { who: 'admin', run: moveReserve },
	saveStock: { who: 'admin', run: saveStock },
	placePurchase: { who: 'admin', run: placePurchase },
	receivePurchase: { who: 'admin', run: receivePurchase },
	cancelPurchase: { who: 'admin', run: cancelPurchase },
	reopenPurchase: { who: 'admin', run: reopenPurchase },
	sellAtCounter: { who: 'unlocked admin', run: sellAtCounter },
	refundOrder: { who: 'unlocked admin', run: refundOrder },
	advanceOrder: { who: 'admin', run: advanceOrder },
	markBundle: { who: 'admin', run: markBundle },
	markOneOff: { who: 'admin', run: markOneOff },
	importFile: { who: 'admin', run: importFile },
	settleClash: { who: 'admin', run: settleClash }
};

export type Verdict = { ok: true } | { ok: false; error: { code: RejectionCode; detail: string } };

/** Runs a named mutation for an actor; arguments of any kind, and names of none, are refused in words. */
export async function runMutation(ctx: Context, name: string, args: unknown): Promise<Verdict> {
	if (!Object.hasOwn(commands, name))
		return {
			ok: false,
			error: { code: 'unknown_mutation', detail: `There is no mutation ${JSON.stringify(name)}.` }
		};
	const { who, run } = commands[name as MutationName] as {
		who: Access;
		run: (typeof commands)['setCartLine']['run'];
	};
	if (who !== 'shopper' && ctx.actor.role !== 'admin')
		return refuse('forbidden', 'Only an admin may do this.');
	const parsed = v.safeParse(mutationArgs[name as MutationName], args);
	if (!parsed.success) return refuse('invalid', describe(parsed.issues[0]));
	if (who === 'unlocked admin' && !ctx.actor.unlocked)
		return refuse('pin_required', 'Give the admin PIN first, then send this again.');
	const outcome = await run(ctx, parsed.output as MutationArgs<'setCartLine'>);
	return outcome.ok ? { ok: true } : outcome;
}

/** A field's name may be anything that was sent: kept short, and without what no database takes as text. */
function describe(issue: v.BaseIssue<unknown>): string {
	const path = v.getDotPath(issue);
	const text = path ? `${path}: ${wordsOf(issue)}` : wordsOf(issue);
	return text.replace(/\p{Cc}/gu, '\u{fffd}').slice(0, 300);
}
