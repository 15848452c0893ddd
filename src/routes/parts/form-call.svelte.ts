import type { ProblemResult } from '$lib/client/problem';

/** A form that asks the shop for something: whether it waits, and what is wrong with which field or with the whole. */
export class FormCall {
	busy = $state(false);
	/** What is wrong with no field of its own; '' if nothing. */
	problem = $state('');
	/** By field. */
	errors = $state<Record<string, string>>({});

	/**
	 * Asks once at a time, and not at all where the device itself finds something `wrong` with a field. Answers what the
	 * shop did; undefined where it did nothing, and the form says why.
	 */
	async send<R extends { ok: true } | ProblemResult>(
		ask: () => Promise<R>,
		wrong: Record<string, string> = {}
	): Promise<Extract<R, { ok: true }> | undefined> {
		if (this.busy) return;
		this.problem = '';
		this.errors = wrong;
		if (Object.keys(wrong).length > 0) return;
		this.busy = true;
		const reply = await ask();
		this.busy = false;
		if (reply.ok) return reply as Extract<R, { ok: true }>;
		const { fields, detail } = reply.problem;
		this.errors = fields ?? {};
		this.problem = fields ? '' : detail;
	}
}

/** What is wrong with something that is typed twice, under `again`. */
export const unlike = (what: 'passwords' | 'PINs', first: string, again: string): Record<string, string> =>
	first === again ? {} : { again: `The two ${what} differ. Type the same one twice.` };
