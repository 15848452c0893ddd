import * as v from 'valibot';
import type { User } from '../domain/account/account';
import { registerRequest, signInRequest } from './session';

/** The bodies of the calls about the own account. What could take it over asks for the password that it has. */
const { password: newPassword, email } = registerRequest.entries;
const { username, password } = signInRequest.entries;

export const changePasswordRequest = v.strictObject({ password, newPassword });
/** '' clears the address. */
export const changeEmailRequest = v.strictObject({ password, email: v.nonOptional(email) });
export const deleteAccountRequest = v.strictObject({ password });
export const forgotRequest = v.strictObject({ username });
export const resetRequest = v.strictObject({
	token: v.pipe(v.string(), v.maxLength(2048)),
	newPassword
});

/** A device that is signed in. */
export interface OwnSession {
	id: string;
	/** `Firefox on Windows`, where it was known. */
	device?: string;
	/** ms since 1970; the last sight is up to a day late. */
	createdAt: number;
	seenAt: number;
	/** The one that asks. */
	current: boolean;
}

export interface AccountResponse {
	user: User;
	sessions: OwnSession[];
}
