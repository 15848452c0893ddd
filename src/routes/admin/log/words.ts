import { catalogue } from '$lib/client/state/catalogue.svelte';
import type { LogEntry } from '$lib/domain/audit/log';
import { orderAddress, productAddress } from '../desk';

/** What the target of an action names; `self` is the own account, which stands beside it anyway. */
type Kind = 'product' | 'order' | 'purchase' | 'text' | 'self';

const actions: Record<string, [did: string, kind: Kind]> = {
	ADD: ['Added the product', 'product'],
	UPDATE: ['Changed the product', 'product'],
	DELETE: ['Deleted the product', 'product'],
	ADJUST_STOCK: ['Changed the stock of', 'product'],
	MOVE_RESERVE: ['Moved between reserve and shelf', 'product'],
	SAVE_STOCK: ['Changed the reserve of', 'text'],
	CONFIRM_ORDER: ['Bought with the order', 'order'],
	SELL_AT_COUNTER: ['Sold at the counter', 'order'],
	REFUND_ORDER: ['Refunded the order', 'order'],
	CANCEL_ORDER: ['Cancelled the order', 'order'],
	ORDER_READY: ['Marked as ready', 'order'],
	HAND_OVER_ORDER: ['Handed over', 'order'],
	MARK_ONE_OFF: ['Marked as a one-off order', 'order'],
	UNMARK_ONE_OFF: ['No longer a one-off order', 'order'],
	PLACE_PURCHASE: ['Ordered from a supplier', 'purchase'],
	RECEIVE_PURCHASE: ['Received goods of the purchase', 'purchase'],
	CANCEL_PURCHASE: ['Cancelled the purchase', 'purchase'],
	REOPEN_PURCHASE: ['Opened the purchase again', 'purchase'],
	PIN_BUNDLE: ['Pinned the bundle', 'text'],
	HIDE_BUNDLE: ['Hid the bundle', 'text'],
	UNMARK_BUNDLE: ['Left the bundle to the figures', 'text'],
	IMPORT: ['Imported a file', 'text'],
	UNDO_IMPORT: ['Undid an import', 'text'],
	EDIT_FILE: ['Saved in another program', 'text'],
	SETTLE_CLASH: ['Chose between file and shop', 'text'],
	CHANGE_SETTINGS: ['Changed the settings', 'text'],
	RENAME_SECTION: ['Renamed a section', 'text'],
	CHANGE_PIN: ['Changed the PIN', 'self'],
	UNLOCK: ['Unlocked the desk with the PIN', 'self'],
	WRONG_PIN: ['Typed a wrong PIN', 'self'],
	LOCK_PIN: ['PIN locked after wrong ones', 'text'],
	SIGN_IN: ['Signed in from', 'text'],
	FAILED_SIGN_IN: ['Failed to sign in from', 'text'],
	WRONG_PASSWORD: ['Typed a wrong password', 'self'],
	LOCK_SIGN_IN: ['Sign-in locked after wrong passwords', 'text'],
	LOCK_ADDRESS: ['Sign-in locked for the address', 'text'],
	LOCK_CHECKOUT: ['Checkout locked after wrong codes', 'order'],
	CHANGE_PASSWORD: ['Changed the own password', 'self'],
	SET_PASSWORD: ['Set a password', 'text'],
	RESET_PASSWORD: ['Gave a temporary password to', 'text'],
	FORGOT_PASSWORD: ['Asked for a new password from', 'text'],
	RESET_OWN_PASSWORD: ['Chose a new password by mail from', 'text'],
	CHANGE_EMAIL: ['Changed the own e-mail address', 'self'],
	CHANGE_CONTACT: ['Changed the e-mail or phone of', 'text'],
	END_SESSION: ['Signed out a device', 'text'],
	END_OTHER_SESSIONS: ['Signed out all other devices', 'self'],
	SIGN_OUT_USER: ['Signed out all devices of', 'text'],
	DELETE_ACCOUNT: ['Deleted the own account', 'self'],
	ADD_USER: ['Added the account', 'text'],
	CHANGE_ROLE: ['Changed the role of', 'text'],
	DISABLE_USER: ['Disabled the account', 'text'],
	ENABLE_USER: ['Enabled the account', 'text'],
	DELETE_USER: ['Deleted the account', 'text'],
	INIT_ADMIN: ['Prepared the shop with the admin', 'text'],
	MAIL_FAILED: ['A mail did not go out', 'text'],
	CODE_FAILED: ['A one-time code did not go out for', 'order'],
	TEST_DELIVERY: ['Tried the delivery of codes', 'text']
};

/** An entry as people say it. */
export interface Told {
	did: string;
	/** What it was done to, with the page that shows it. */
	what: string;
	href?: string;
	/** What follows, such as the pieces. */
	more: string;
}

/** An entry of the log in words; an action that nobody knows is shown as its own words. */
export function tell({ action, target }: LogEntry): Told {
	const [did, kind] = actions[action] ?? [plain(action), 'text'];
	if (kind === 'self') return { did, what: '', more: '' };
	if (kind === 'text') return { did, what: target, more: '' };
	const [id = '', ...rest] = target.split(' ');
	const more = rest.join(' ');
	if (kind === 'order') return { did, what: id, href: orderAddress(id), more };
	if (kind === 'purchase') return { did, what: id, more };
	const product = catalogue.product(id);
	return product ? { did, what: product.name, href: productAddress(id), more } : { did, what: id, more };
}

const plain = (action: string) => {
	const words = action.replaceAll('_', ' ').toLowerCase();
	return words.charAt(0).toUpperCase() + words.slice(1);
};

/** Who did it: an account, the server itself, or whoever saved a file. */
export const who = (username: string): string =>
	({ '-': 'Nobody known', file: 'A file' })[username] ?? username;
