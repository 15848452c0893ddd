export type Role = 'admin' | 'user';

/** An account as its owner sees it. */
export interface User {
	username: string;
	role: Role;
	email?: string;
	/** The password is a temporary one that somebody else knows. */
	mustChange?: boolean;
}

/** A row of users.csv: never leaves the server but in an export that asked for it. */
export interface Account extends User {
	passwordHash: string;
	phone?: string;
	status: 'active' | 'disabled';
	mustChange: boolean;
	extra?: Record<string, string>;
}
