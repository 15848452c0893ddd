import { ok, refuse } from '../../domain/result';
import type { MutationArgs } from '../../protocol/mutations';
import { importAtOnce } from '../imports/import';
import { needsPin } from '../imports/request';
import { ProblemError } from '../problem';
import type { Context, Outcome } from './context';

/** A file that was imported on a device without the connection. */
export async function importFile(
	{ tx, now, actor }: Context,
	{ importId, table, mode, map, text }: MutationArgs<'importFile'>
): Promise<Outcome> {
	const why = needsPin(table, mode);
	if (why && !actor.unlocked) return refuse('pin_required', why);
	const bytes = new TextEncoder().encode(text);
	const request = { importId, table, mode, dryRun: false, bytes, mapping: map, username: actor.username };
	try {
		await importAtOnce(tx, request, { now: () => now });
	} catch (error) {
		if (!(error instanceof ProblemError)) throw error;
		return refuse(error.code === 'invalid' ? 'invalid' : 'conflict', error.details.detail);
	}
	return ok(null);
}
