/** Every error code of the API and its HTTP status (RFC 9457 `application/problem+json`). */
export const problemStatus = {
	malformed: 400,
	signed_out: 401,
	invalid_credentials: 401,
	forbidden: 403,
	foreign_origin: 403,
	pin_required: 403,
	wrong_pin: 403,
	wrong_client: 403,
	password_change_required: 403,
	account_disabled: 403,
	not_found: 404,
	method_not_allowed: 405,
	username_taken: 409,
	last_admin: 409,
	seq_gap: 409,
	needs_review: 409,
	order_closed: 409,
	no_delivery_address: 409,
	insufficient_stock: 409,
	conflict: 409,
	code_expired: 410,
	too_large: 413,
	unsupported_media_type: 415,
	invalid: 422,
	wrong_code: 422,
	client_too_old: 426,
	too_many_requests: 429,
	cooldown: 429,
	too_many_codes: 429,
	checkout_locked: 429,
	pin_locked: 429,
	internal: 500,
	unavailable: 503,
	delivery_failed: 503
} as const;

export type ProblemCode = keyof typeof problemStatus;

/** The body of an error. */
export interface Problem {
	type: string;
	title: string;
	status: number;
	code: ProblemCode;
	detail: string;
	/** Where input is at fault: field → what is wrong with it. */
	fields?: Record<string, string>;
	[more: string]: unknown;
}
