import { isLoopback, type Config } from './config';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether an unsafe request comes from another site's page. Scripts send neither header and are let in.
 * @param origin the public address; null: the address that the request was sent to
 * @param host where the server listens: on loopback, another name in the address is a trick of its page's name server
 */
export function isForeign(request: Request, { origin, host }: Pick<Config, 'origin' | 'host'>): boolean {
	if (safeMethods.has(request.method)) return false;
	if (request.headers.get('sec-fetch-site') === 'cross-site') return true;
	const from = request.headers.get('origin');
	if (from === null) return false;
	if (!URL.canParse(from)) return true;
	if (origin) return new URL(from).origin !== origin;
	if (isLoopback(host) && !isLoopback(new URL(from).hostname)) return true;
	return new URL(from).host !== (request.headers.get('host') ?? new URL(request.url).host);
}

/**
 * What a limit counts as one client: the address, or its /64 for IPv6, where one customer has all of them.
 * @param address as the socket or the proxy tells it
 */
export function clientKey(address: string): string {
	const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
	if (mapped) return mapped[1]!;
	if (!address.includes(':')) return address;
	const [head = '', tail] = address.toLowerCase().replace(/%.*$/, '').split('::');
	const left = head === '' ? [] : head.split(':');
	const right = tail ? tail.split(':') : [];
	const groups =
		tail === undefined ? left : [...left, ...Array(8 - left.length - right.length).fill('0'), ...right];
	return groups.slice(0, 4).join(':') + '::/64';
}

/** The headers of every answer, pages and files alike. The content policy itself is Kit's, but for framing. */
export function securityHeaders(secure: boolean): Record<string, string> {
	return {
		'content-security-policy': "frame-ancestors 'none'",
		'x-content-type-options': 'nosniff',
		'x-frame-options': 'DENY',
		'referrer-policy': 'same-origin',
		'permissions-policy': 'camera=(self), geolocation=(), microphone=(), payment=(), usb=()',
		'cross-origin-opener-policy': 'same-origin',
		'cross-origin-resource-policy': 'same-origin',
		...(secure ? { 'strict-transport-security': 'max-age=63072000' } : {})
	};
}
