import * as v from 'valibot';
import type { User } from '../domain/account/account';

/** The bodies of the account calls. Any old name signs in exactly as it is; only new names are narrow. */
export const signInRequest = v.strictObject({
	username: v.pipe(v.string(), v.maxLength(256), v.excludes('\0')),
	password: v.pipe(v.string(), v.maxLength(1024))
});

export const registerRequest = v.strictObject({
	username: v.pipe(
		v.string(),
		v.regex(/^[A-Za-z0-9._-]{3,32}$/, 'Use 3 to 32 letters, digits, dots, dashes or underscores.')
	),
	password: v.pipe(
		v.string(),
		v.minLength(8, 'Use at least 8 characters.'),
		v.maxLength(128, 'Use at most 128 characters.')
	),
	email: v.optional(
		v.union([
			v.literal(''),
			v.pipe(
				v.string(),
				v.maxLength(254),
				v.email('This is no e-mail address. Leave it empty or correct it.')
			)
		])
	)
});

export const confirmRequest = v.strictObject({
	code: v.pipe(v.string(), v.regex(/^\d{5}$/, 'The code has 5 digits.'))
});
export const unlockRequest = v.strictObject({ pin: v.pipe(v.string(), v.minLength(1), v.maxLength(32)) });

export interface SessionResponse {
	user: User;
}

/** Answer of `POST /api/orders/ID/code`. */
export interface CodeIssued {
	expiresInMs: number;
	delivery: 'demo' | 'email' | 'webhook';
	demoCode?: string;
}
