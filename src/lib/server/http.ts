import { STATUS_CODES } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { problemStatus, type Problem, type ProblemCode } from '../protocol/problems';
import type { Actor } from './auth/actor';
import { ProblemError } from './problem';

/** What a JSON body may measure. */
export const JSON_LIMIT = 512 * 1024;

/** An endpoint whose refusals become problem+json and whose faults are logged and told without their cause. */
export function endpoint<E extends RequestEvent>(answer: (event: E) => Promise<Response>) {
	return async (event: E): Promise<Response> => {
		try {
			return await answer(event);
		} catch (error) {
			const { app, requestId } = event.locals;
			if (!(error instanceof ProblemError)) {
				app.log.error('fault', { requestId, error });
				return problem(fault(requestId));
			}
			const { cause } = error.details;
			if (cause) app.log.warn(error.code, { requestId, error: cause });
			return problem(error);
		}
	};
}

/** An error as RFC 9457 says it, with Retry-After where there is a time to wait. */
export function problem({ code, details }: ProblemError, headers: Record<string, string> = {}): Response {
	const status = problemStatus[code];
	const { cause: _, ...told } = details;
	const body: Problem = { type: 'about:blank', title: STATUS_CODES[status]!, status, code, ...told };
	const wait = details.retryAfterMs;
	return new Response(JSON.stringify(body), {
		status,
		headers: {
			'content-type': 'application/problem+json',
			...(wait === undefined ? {} : { 'retry-after': String(Math.max(1, Math.ceil(wait / 1000))) }),
			...headers
		}
	});
}

const fault = (requestId: string) =>
	new ProblemError('internal', {
		detail: 'Something went wrong on our side. Try again; if it stays, tell the shop this number.',
		requestId
	});

const plainProblems: Partial<Record<number, [ProblemCode, string]>> = {
	400: ['malformed', 'This address or request can’t be read.'],
	404: ['not_found', 'There is nothing at this address.'],
	405: ['method_not_allowed', 'This address does not take this method.'],
	413: ['too_large', 'This is more than the server takes at once.']
};

/** The answer as problem+json where the framework refused an API call in words of its own. */
export function asProblem(response: Response, requestId: string): Response {
	if (response.status < 400 || response.headers.get('content-type') === 'application/problem+json')
		return response;
	const known = plainProblems[response.status];
	const allow = response.headers.get('allow');
	if (!known) return problem(fault(requestId));
	return problem(new ProblemError(known[0], { detail: known[1] }), allow ? { allow } : {});
}

/**
 * The JSON body of a request, parsed.
 * @throws ProblemError unsupported_media_type, too_large, malformed, or invalid with the fields at fault
 */
export async function readJson<S extends v.GenericSchema>(
	request: Request,
	schema: S,
	limit = JSON_LIMIT
): Promise<v.InferOutput<S>> {
	const type = request.headers.get('content-type') ?? '';
	if (!/^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type))
		throw new ProblemError('unsupported_media_type', {
			detail: 'Send JSON, as content type application/json.'
		});
	const bytes = await readBody(request, limit);
	let value: unknown;
	try {
		value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
	} catch {
		throw new ProblemError('malformed', { detail: 'The body is not JSON in UTF-8.' });
	}
	const parsed = v.safeParse(schema, value);
	if (parsed.success) return parsed.output;
	const fields: Record<string, string> = {};
	for (const issue of parsed.issues) fields[v.getDotPath(issue) ?? 'body'] ??= issue.message;
	throw new ProblemError('invalid', { detail: 'Some fields are not as they should be.', fields });
}

/**
 * The bytes of a request's body.
 * @throws ProblemError too_large beyond `limit` bytes, as soon as that is known
 */
export async function readBody(request: Request, limit: number): Promise<Uint8Array> {
	const tooLarge = () =>
		new ProblemError('too_large', { detail: `The body may have ${Math.floor(limit / 1024)} KB.`, limit });
	if (Number(request.headers.get('content-length')) > limit) throw tooLarge();
	// The reader is left as it is when it is too much: cancelling would cut the connection before the answer.
	const reader = request.body?.getReader();
	const parts: Uint8Array[] = [];
	let size = 0;
	for (let read = await reader?.read(); read?.value; read = await reader?.read()) {
		size += read.value.byteLength;
		if (size > limit) throw tooLarge();
		parts.push(read.value);
	}
	return Buffer.concat(parts, size);
}

/** The page of a list that an address asks for, from 1. */
export function pageNumber(url: URL): number {
	const page = Number(url.searchParams.get('page') ?? 1);
	return Number.isSafeInteger(page) && page > 0 ? page : 1;
}

/** @throws ProblemError signed_out */
export function signedIn(event: RequestEvent): Actor {
	if (event.locals.actor) return event.locals.actor;
	throw new ProblemError('signed_out', { detail: 'Sign in first.' });
}

/** @throws ProblemError signed_out, forbidden */
export function admin(event: RequestEvent): Actor {
	const actor = signedIn(event);
	if (actor.role === 'admin') return actor;
	throw new ProblemError('forbidden', { detail: 'This is for the shop’s admins.' });
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether an unsafe request comes from another site's page. Scripts send neither header and are let in.
 * @param origin the public address; null: the address that the request was sent to
 */
export function isForeign(request: Request, origin: string | null): boolean {
	if (safeMethods.has(request.method)) return false;
	if (request.headers.get('sec-fetch-site') === 'cross-site') return true;
	const from = request.headers.get('origin');
	if (from === null) return false;
	if (!URL.canParse(from)) return true;
	if (origin) return new URL(from).origin !== origin;
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

const compressible = /^(?:application\/(?:problem\+)?json|text\/(?:html|csv))\b/;

/** The answer compressed as the client can take it, where it is text of more than 1 KB. */
export async function compressed(request: Request, response: Response): Promise<Response> {
	const { headers } = response;
	if (
		!response.body ||
		headers.has('content-encoding') ||
		!compressible.test(headers.get('content-type') ?? '')
	)
		return response;
	headers.append('vary', 'accept-encoding');
	const encoding = preferredEncoding(request.headers.get('accept-encoding') ?? '');
	const body = Buffer.from(await response.arrayBuffer());
	const small = encoding === null || body.byteLength <= 1024;
	const sent = small ? body : await encode(body, encoding);
	if (!small) headers.set('content-encoding', encoding);
	headers.set('content-length', String(sent.byteLength));
	return new Response(new Uint8Array(sent), { status: response.status, headers });
}

/** Brotli, else gzip, else nothing, as an Accept-Encoding header allows. */
export function preferredEncoding(accept: string): 'br' | 'gzip' | null {
	const allowed = new Map(
		accept.split(',').map((item) => {
			const [name = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase());
			const weight = parameters.find((parameter) => parameter.startsWith('q='));
			return [name, weight ? Number(weight.slice(2)) : 1];
		})
	);
	const takes = (name: string) => (allowed.get(name) ?? allowed.get('*') ?? 0) > 0;
	return takes('br') ? 'br' : takes('gzip') ? 'gzip' : null;
}

/** Brotli at 4 is as fast as gzip and smaller. */
function encode(body: Buffer, encoding: 'br' | 'gzip'): Promise<Buffer> {
	return encoding === 'gzip'
		? promisify(gzip)(body)
		: promisify(brotliCompress)(body, {
				params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_SIZE_HINT]: body.byteLength }
			});
}
