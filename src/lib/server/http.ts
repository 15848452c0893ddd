import { STATUS_CODES } from 'node:http';
import type { RequestEvent } from '@sveltejs/kit';
import type { Problem, ProblemCode } from '../protocol/problems';
import type { Actor } from './auth/actor';
import { ProblemError } from './problem';

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
export function problem(error: ProblemError, headers: Record<string, string> = {}): Response {
	const wait = error.details.retryAfterMs;
	return new Response(JSON.stringify(problemBody(error)), {
		status: error.status,
		headers: {
			'content-type': 'application/problem+json',
			...(wait === undefined ? {} : { 'retry-after': String(Math.max(1, Math.ceil(wait / 1000))) }),
			...headers
		}
	});
}

/** What is told of an error that nobody expected; its cause is in the log under that number. */
export const fault = (requestId: string) =>
	new ProblemError('internal', {
		detail: 'Something went wrong on our side. Try again; if it stays, tell the shop this number.',
		requestId
	});

export function problemBody({ code, status, details }: ProblemError): Problem {
	const { cause: _, ...told } = details;
	return { type: 'about:blank', title: STATUS_CODES[status]!, status, code, ...told };
}

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

/** The page of a list that an address asks for, from 1. */
export function pageNumber(url: URL): number {
	const page = Number(url.searchParams.get('page') ?? 1);
	return Number.isSafeInteger(page) && page > 0 ? page : 1;
}

const openBeforeChange = /^\/api\/(session|account\/(password|forgot|reset)|users|health|catalogue\/.*)$/;

/**
 * Why the account of a request, whose password somebody else still knows, is refused; null where the call asks for no
 * account, or serves to choose an own password or to leave.
 */
export function passwordDue({ locals, url }: RequestEvent): ProblemError | null {
	if (!locals.user?.mustChange || openBeforeChange.test(url.pathname)) return null;
	return new ProblemError('password_change_required', {
		detail: 'Your password is a temporary one that somebody else knows. Choose your own under Account first.'
	});
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

/** @throws ProblemError signed_out, forbidden, pin_required */
export function unlocked(event: RequestEvent): Actor {
	const actor = admin(event);
	if (actor.unlocked) return actor;
	throw new ProblemError('pin_required', { detail: 'Give the admin PIN first, then try again.' });
}
