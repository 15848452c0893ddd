import type {
	DeliveryTested,
	Health,
	LogVerdict,
	SettingsChanges,
	SettingsResponse
} from '../protocol/settings';
import type { NewUser, DeskUser, UserChanges, UserSaved, UsersResponse } from '../protocol/users';
import { withPin } from './state/pin.svelte';
import { call, type Reply } from './sync/transport';

const behindPin = <T>(method: string, path: string, body?: object): Promise<Reply<T>> =>
	withPin(() => call<T>(method, path, body));
const userPath = (username: string, rest = '') => `/api/admin/users/${encodeURIComponent(username)}${rest}`;

/** What the desk asks of the server itself: none of it is kept on the device, so all of it needs the connection. */
export const deskApi = {
	/** Does not ask for the PIN: the page opens locked. */
	users: (text: string) => call<UsersResponse>('GET', `/api/admin/users?${new URLSearchParams({ q: text })}`),
	addUser: (wish: NewUser) => behindPin<UserSaved>('POST', '/api/admin/users', wish),
	changeUser: (username: string, changes: UserChanges) =>
		behindPin<{ user: DeskUser }>('PATCH', userPath(username), changes),
	setPassword: (username: string, password?: string) =>
		behindPin<UserSaved>('POST', userPath(username, '/password'), { ...(password && { password }) }),
	signOutUser: (username: string) => behindPin<void>('DELETE', userPath(username, '/sessions')),
	deleteUser: (username: string) => behindPin<void>('DELETE', userPath(username)),

	settings: () => call<SettingsResponse>('GET', '/api/admin/settings'),
	saveSettings: (changes: SettingsChanges) =>
		behindPin<SettingsResponse>('PUT', '/api/admin/settings', changes),
	changePin: (pin: string, newPin: string) =>
		behindPin<void>('POST', '/api/admin/settings/pin', { pin, newPin }),
	tryDelivery: () => behindPin<DeliveryTested>('POST', '/api/admin/delivery'),
	health: () => call<Health>('GET', '/api/admin/health'),
	verifyLog: () => call<LogVerdict>('GET', '/api/admin/log/verify')
};
