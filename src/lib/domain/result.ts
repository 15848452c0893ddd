/** A value or a tagged refusal: what a decision returns. Unexpected faults throw; expected refusals are data. */
export type Result<T, E> = { ok: true; value: T } | { ok: false; error: E };

export const ok = <T>(value: T): { ok: true; value: T } => ({ ok: true, value });
export const err = <E>(error: E): { ok: false; error: E } => ({ ok: false, error });

/** Why a decision refuses: a short code, and words for the person who asked. */
export interface Refusal {
	code: RefusalCode;
	/** What is wrong and what to do. */
	detail: string;
}
export type RefusalCode =
	| 'invalid'
	| 'forbidden'
	| 'pin_required'
	| 'not_found'
	| 'conflict'
	| 'order_exists'
	| 'order_closed'
	| 'out_of_stock';

export const refuse = (code: RefusalCode, detail: string) => err<Refusal>({ code, detail });
