import type { Problem } from '../../protocol/problems';
import type { SessionResponse } from '../../protocol/session';
import type {
	PackedChunk,
	CatalogueManifest,
	PullResponse,
	PushRequest,
	PushResponse
} from '../../protocol/sync';
import { offline, type ProblemResult } from '../problem';

/** The shop's own answer, or why there is none. */
export type Reply<T> = { ok: true; body: T } | Refused;
export type Refused = ProblemResult & { retryAfterMs?: number };

/** What the sync asks of the server. */
export interface SyncApi {
	session(): Promise<Reply<SessionResponse>>;
	signOut(): Promise<Reply<void>>;
	push(request: PushRequest): Promise<Reply<PushResponse>>;
	pull(cursor: string, clientId: string | null): Promise<Reply<PullResponse>>;
	manifest(from: string | null): Promise<Reply<CatalogueManifest>>;
	/** Up to 8 chunks, in the order of their hashes. */
	chunks(hashes: string[]): Promise<Reply<PackedChunk[]>>;
}

/** A request that takes longer is given up: it will be repeated. */
const TIMEOUT_MS = 30_000;

/**
 * One call of the API. Only JSON that the shop sent counts as an answer: a captive portal's page, a proxy's error and
 * a broken line are all `unavailable`.
 */
export async function call<T>(method: string, path: string, body?: object): Promise<Reply<T>> {
	let response: Response;
	let parsed: unknown;
	try {
		response = await fetch(path, {
			method,
			cache: 'no-store',
			signal: AbortSignal.timeout(TIMEOUT_MS),
			...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })
		});
		if (response.status === 204) return { ok: true, body: undefined as T };
		parsed = await response.json();
	} catch {
		return offline('This');
	}
	if (response.ok) return { ok: true, body: parsed as T };
	const problem = parsed as Problem;
	if (typeof problem?.code !== 'string') return offline('This');
	const seconds = Number(response.headers.get('retry-after'));
	return { ok: false, problem, ...(seconds > 0 && { retryAfterMs: seconds * 1000 }) };
}

/** An answer that lacks what every answer of this call has is not the shop's. */
async function having<T>(fields: (keyof T & string)[], reply: Promise<Reply<T>>): Promise<Reply<T>> {
	const got = await reply;
	if (!got.ok) return got;
	const body: unknown = got.body;
	return typeof body === 'object' && body !== null && fields.every((field) => field in body)
		? got
		: offline('This');
}

export const httpApi: SyncApi = {
	session: () => having(['user'], call('GET', '/api/session')),
	signOut: () => call('DELETE', '/api/session'),
	push: (request) => having(['storeId', 'results'], call('POST', '/api/sync/push', request)),
	pull: (cursor, clientId) => {
		const query = new URLSearchParams({ cursor, ...(clientId && { clientId }) });
		return having(['storeId', 'cursor', 'changes', 'deleted'], call('GET', `/api/sync/pull?${query}`));
	},
	manifest: (from) => {
		const query = from ? `?${new URLSearchParams({ from })}` : '';
		return having(['storeId', 'cursor', 'chunks'], call('GET', `/api/sync/catalogue${query}`));
	},
	chunks: async (hashes) => {
		const reply = await call<PackedChunk | PackedChunk[]>(
			'GET',
			`/api/sync/catalogue/${hashes.join()}?dictionaries`
		);
		if (!reply.ok) return reply;
		const body = [reply.body].flat();
		return body.length === hashes.length && body.every((chunk) => chunk?.columns)
			? { ok: true, body }
			: offline('This');
	}
};
