import { kept } from './kept';

/** What was typed into the forms of an account, without passwords. */
export interface AccountDraft {
	username?: string;
	email?: string;
	/** Which form was open at the checkout. */
	mode?: 'sign-in' | 'register';
}

const draft = kept<AccountDraft>('pop:account');

/** What was typed in this tab: a reload in the middle of a checkout shows it again. */
export const keptAccount = (): AccountDraft => draft.read() ?? {};

/** Keeps what was typed, until somebody is signed in or the tab is closed. */
export const keepAccount = (typed: AccountDraft): void => draft.write({ ...keptAccount(), ...typed });

/** Somebody is signed in. */
export const forgetAccount = draft.forget;
