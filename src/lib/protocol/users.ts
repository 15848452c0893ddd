import * as v from 'valibot';
import type { Account, Role } from '../domain/account/account';
import { registerRequest } from './session';

/** The bodies of the desk's calls about accounts, all behind the PIN. */
const { username, password, email } = registerRequest.entries;
const role = v.picklist(['admin', 'user']);
const phone = v.pipe(v.string(), v.maxLength(40, 'Use at most 40 characters.'));

/** Without a password the account gets a temporary one. */
export const addUserRequest = v.strictObject({
	username,
	role,
	email,
	phone: v.optional(phone),
	password: v.optional(password)
});
export type NewUser = v.InferOutput<typeof addUserRequest>;

/** What is not named stays; '' clears e-mail or phone. */
export const changeUserRequest = v.strictObject({
	role: v.optional(role),
	status: v.optional(v.picklist(['active', 'disabled'])),
	email,
	phone: v.optional(phone)
});
export type UserChanges = v.InferOutput<typeof changeUserRequest>;

/** Without a password the account gets a temporary one. Either must be changed by its owner. */
export const setPasswordRequest = v.strictObject({ password: v.optional(password) });

/** An account as the desk sees it. */
export interface DeskUser extends Pick<Account, 'username' | 'status' | 'mustChange' | 'email' | 'phone'> {
	role: Role;
	/** Devices that are signed in. */
	sessions: number;
}

export interface UsersResponse {
	/** At most 200, by name. */
	users: DeskUser[];
	/** How many the search found in all. */
	total: number;
}

/** `temporaryPassword` is told this once. */
export interface UserSaved {
	user: DeskUser;
	temporaryPassword?: string;
}
