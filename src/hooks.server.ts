import { building } from '$app/environment';
import type { Handle, HandleServerError, RequestEvent, ServerInit } from '@sveltejs/kit';
import { getApp, prepare } from '$lib/server/app';
import { compressed } from '$lib/server/compress';
import { clientKey, isForeign, securityHeaders } from '$lib/server/edge';
import { asProblem, fault, passwordDue, problem, problemBody } from '$lib/server/http';
import { oldAddress } from '$lib/server/old-addresses';
import { ProblemError } from '$lib/server/problem';
import { keepCookie, sessionToken } from '$lib/server/auth/cookie';

export const init: ServerInit = () => {
	if (!building) prepare(process.env);
};

export const handle: Handle = async ({ event, resolve }) => {
	if (building) return resolve(event, { preload: preloadShell });
	const { request, url, locals } = event;
	const started = performance.now();
	const api = isApi(url);
	locals.app = await getApp();
	locals.requestId = crypto.randomUUID();
	locals.address = clientKey(addressOf(event));
	locals.actor = locals.user = locals.token = null;

	const answer = async (): Promise<Response> => {
		if (isForeign(request, locals.app.config))
			return problem(
				new ProblemError('foreign_origin', { detail: 'This request comes from another site’s page.' })
			);
		if (api) {
			// PostgreSQL's texts can't hold it, and no name or number has it.
			if (url.pathname.includes('%00'))
				return problem(new ProblemError('malformed', { detail: 'This address can’t be read.' }));
			await recogniseSession(event);
			const due = passwordDue(event);
			if (due) return problem(due);
			return asProblem(await resolve(event), locals.requestId);
		}
		const successor = await oldAddress(url.pathname, locals.app.store);
		if (successor) return new Response(null, { status: 307, headers: { location: successor + url.search } });
		return resolve(event, { preload });
	};

	let response = await answer().catch((error: unknown) => {
		if (!api) throw error;
		locals.app.log.error('fault', { requestId: locals.requestId, path: event.route.id, error });
		return problem(fault(locals.requestId));
	});
	if (event.isSubRequest) return response;
	response = await compressed(request, response);
	setHeaders(response.headers, event, api);
	const { actor } = event.locals;
	const level = response.status >= 500 ? 'error' : request.method === 'GET' ? 'debug' : 'info';
	locals.app.log[level]('request', {
		requestId: locals.requestId,
		method: request.method,
		path: event.route.id ?? 'unknown',
		status: response.status,
		ms: Math.round(performance.now() - started),
		...(actor && { username: actor.username })
	});
	return response;
};

export const handleError: HandleServerError = async ({ error, event, status, message }) => {
	// Faults before `handle`, where a route can't be loaded, have no request id yet.
	const requestId = (event.locals.requestId ??= crypto.randomUUID());
	if (status >= 500 && !building)
		(await getApp()).log.error('fault', { requestId, path: event.route.id, error });
	if (status < 500) return { message, requestId };
	const told = { message: 'Something went wrong on our side.', requestId };
	return isApi(event.url) ? { ...problemBody(fault(requestId)), ...told } : told;
};

/** Beside scripts and styles the font of nearly every text, so that it is there with the first paint. */
const preload = ({ type, path }: { type: string; path: string }) =>
	type !== 'font' || path.includes('geist-latin-wght');

/**
 * The shell's fonts are on the device as it is itself: text that is laid out again when they arrive takes twice as long.
 * Of the pages none is the shell's own, and each file that is asked for makes a slow device wait.
 */
const preloadShell = ({ type, path }: { type: string; path: string }) =>
	type !== 'asset' && !/\/nodes\/(?!0\.)/.test(path);

const isApi = (url: URL) => url.pathname.startsWith('/api/');

async function recogniseSession(event: RequestEvent): Promise<void> {
	const token = sessionToken(event);
	const session = token && (await event.locals.app.auth.actorOf(token));
	if (!session) return;
	event.locals.actor = session.actor;
	event.locals.user = session.user;
	event.locals.token = token;
	if (session.renewed) keepCookie(event, token);
}

function addressOf(event: RequestEvent): string {
	try {
		return event.getClientAddress();
	} catch {
		// The proxy's header is missing: a health check from the machine itself.
		return event.platform?.req.socket.remoteAddress ?? 'unknown';
	}
}

function setHeaders(headers: Headers, event: RequestEvent, api: boolean): void {
	for (const [name, value] of Object.entries(securityHeaders(event.url.protocol === 'https:')))
		if (name === 'content-security-policy') headers.append(name, value);
		else headers.set(name, value);
	headers.set('x-request-id', event.locals.requestId);
	if (!headers.has('cache-control')) headers.set('cache-control', api ? 'no-store' : 'no-cache');
}
