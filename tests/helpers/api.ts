/** A buyer without a browser: speaks the HTTP API as a script would. */
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Order } from '../../src/lib/domain/order/order';
import type { CodeIssued } from '../../src/lib/protocol/session';
import type { PullResponse, PushResponse } from '../../src/lib/protocol/sync';

export interface Answer<T> {
	status: number;
	body: T;
}

export class ApiClient {
	#cookie = '';
	#seq = 0;
	readonly clientId: string;

	constructor(
		readonly url: string,
		clientId: string = crypto.randomUUID()
	) {
		this.clientId = clientId;
	}

	async call<T>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
		const response = await fetch(this.url + path, {
			method,
			headers: {
				...(this.#cookie ? { cookie: this.#cookie } : {}),
				...(body === undefined ? {} : { 'content-type': 'application/json' })
			},
			...(body === undefined ? {} : { body: JSON.stringify(body) })
		});
		for (const cookie of response.headers.getSetCookie()) this.#cookie = cookie.split(';')[0]!;
		const answer = await response.text();
		return { status: response.status, body: (answer ? JSON.parse(answer) : undefined) as T };
	}

	/** Calls, and throws unless it succeeds. */
	async must<T>(method: string, path: string, body?: unknown): Promise<T> {
		const answer = await this.call<T>(method, path, body);
		if (answer.status >= 300)
			throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
		return answer.body;
	}

	/** Sends a file, however long it takes, and throws unless it is taken. */
	async send<T>(path: string, file: Uint8Array, type: string): Promise<T> {
		const sent = request(this.url + path, {
			method: 'POST',
			headers: { 'content-type': type, 'content-length': file.byteLength, cookie: this.#cookie }
		});
		sent.end(file);
		const [response] = (await once(sent, 'response')) as [IncomingMessage];
		const body = await text(response);
		if (response.statusCode !== 200) throw new Error(`POST ${path}: ${response.statusCode} ${body}`);
		return JSON.parse(body) as T;
	}

	signIn(username: string, password: string) {
		return this.must('POST', '/api/session', { username, password });
	}

	register(username: string, password: string) {
		return this.must('POST', '/api/users', { username, password });
	}

	/** The next mutation, numbered but not sent. */
	mutation(name: string, args: unknown) {
		return { seq: ++this.#seq, name, args };
	}

	push(...mutations: { seq: number; name: string; args: unknown }[]) {
		return this.must<PushResponse>('POST', '/api/sync/push', { clientId: this.clientId, mutations });
	}

	/** Sends one mutation and throws if it is refused. */
	async mutate(name: string, args: unknown): Promise<void> {
		const { results } = await this.push(this.mutation(name, args));
		if (results[0]?.status !== 'ok') throw new Error(`${name}: ${JSON.stringify(results[0])}`);
	}

	pull(cursor = '') {
		return this.must<PullResponse>(
			'GET',
			`/api/sync/pull?cursor=${encodeURIComponent(cursor)}&clientId=${this.clientId}`
		);
	}

	/** Every row of a table that this account may see. */
	async rows<T>(table: keyof PullResponse['changes']): Promise<T[]> {
		const found: T[] = [];
		let page = await this.pull();
		for (;;) {
			found.push(...((page.changes[table] ?? []) as T[]));
			if (!page.more) return found;
			page = await this.pull(page.cursor);
		}
	}

	/** Places an order and confirms it with the code that the demo shows. */
	async buy(
		lines: Pick<Order['lines'][number], 'productId' | 'quantity' | 'price'>[],
		orderId: string = crypto.randomUUID()
	) {
		await this.place(lines, orderId);
		return this.confirm(orderId);
	}

	place(lines: Pick<Order['lines'][number], 'productId' | 'quantity' | 'price'>[], orderId: string) {
		return this.mutate('placeOrder', { orderId, lines, placedAt: new Date().toISOString() });
	}

	/** Confirms an order with the code that the demo shows. */
	async confirm(orderId: string) {
		const { demoCode } = await this.must<CodeIssued>('POST', `/api/orders/${orderId}/code`, {});
		return this.must<{ order: Order }>('POST', `/api/orders/${orderId}/confirm`, { code: demoCode });
	}
}
