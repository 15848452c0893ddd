import type { RequestEvent } from '@sveltejs/kit';
import { SESSION_MS } from './auth';

type Event = Pick<RequestEvent, 'cookies' | 'url'>;

const isSecure = ({ url }: Event): boolean => url.protocol === 'https:';

/** Under TLS the prefix makes browsers refuse the cookie from anyone but this very origin. */
const cookieName = (event: Event): string => (isSecure(event) ? '__Host-pop_session' : 'pop_session');

const attributes = (event: Event) =>
	({ path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure(event) }) as const;

/** The token that a request brings, unproven. */
export function sessionToken(event: Event): string | null {
	return event.cookies.get(cookieName(event)) ?? null;
}

/** Gives the device its token for the life of a session, from now. */
export function keepCookie(event: Event, token: string): void {
	event.cookies.set(cookieName(event), token, { ...attributes(event), maxAge: SESSION_MS / 1000 });
}

export function dropCookie(event: Event): void {
	event.cookies.delete(cookieName(event), attributes(event));
}
