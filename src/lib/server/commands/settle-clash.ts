import { choiceNeedsPin, clashPlace } from '../../domain/csv/clash';
import { currencyDigits } from '../../domain/money';
import { refuse } from '../../domain/result';
import type { MutationArgs } from '../../protocol/mutations';
import { settleClash as settle } from '../csv/clashes';
import { records } from '../store/records';
import { audit, type Context, type Outcome } from './context';

/** The admin's word on an edit of a file that waits for it. */
export async function settleClash(
	ctx: Context,
	{ clashId, choice }: MutationArgs<'settleClash'>
): Promise<Outcome> {
	const { tx, now, actor, shop } = ctx;
	const clash = await records.byKey(tx, 'clashes', clashId);
	if (!clash) return refuse('not_found', 'Somebody else has settled it already.');
	if (choiceNeedsPin(clash, choice) && !actor.unlocked)
		return refuse('pin_required', 'Give the admin PIN first, then send this again.');
	const cells = { digits: currencyDigits(shop.currency), timeZone: shop.timeZone };
	const settled = await settle(tx, clash, { choice, username: actor.username, now, cells });
	if (settled.ok) await audit(ctx, 'SETTLE_CLASH', `${clash.file} ${clashPlace(clash)} ${choice}`);
	return settled;
}
