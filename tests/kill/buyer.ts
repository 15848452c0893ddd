import { setTimeout as wait } from 'node:timers/promises';
import type { random } from '../../scripts/demo/random.mjs';
import { ApiClient, type Answer } from '../helpers/api';
import type { CodeIssued } from '../../src/lib/protocol/session';
import type { PushResponse } from '../../src/lib/protocol/sync';

export interface Line {
	productId: string;
	quantity: number;
	price: number;
}
interface Intent {
	orderId: string;
	lines: Line[];
	mutation: { seq: number; name: string; args: unknown };
	sent: boolean;
}

/** One device that buys without pause, remembers what it was told, and sends again what was cut off. */
export class Buyer {
	/** What the server said is confirmed. */
	readonly confirmed = new Map<string, Line[]>();
	/** Calls that a kill cut off. */
	interrupted = 0;
	readonly #api: ApiClient;
	#open: Intent | null = null;
	readonly #later: Intent[] = [];
	#count = 0;

	constructor(
		url: string,
		readonly name: string,
		readonly prices: Map<string, number>,
		readonly rng: ReturnType<typeof random>,
		/** Called after every answer of the server. */
		readonly answered: () => void
	) {
		this.#api = new ApiClient(url, name);
	}

	async start(): Promise<void> {
		await this.#api.register(this.name, 'a long password');
	}

	/** Buys until the server is gone. */
	async buyUntil(gone: AbortSignal): Promise<void> {
		while (!gone.aborted) {
			try {
				this.#open ??= this.#intend();
				// An order whose code was cut off has to wait for the next one: others are bought meanwhile.
				if (!(await this.#finish(this.#open))) this.#later.push(this.#open);
				this.#open = null;
			} catch (error) {
				if (!isCut(error)) throw error;
				this.interrupted++;
				return;
			}
		}
	}

	/** Brings every order that was begun to its end. */
	async settle(): Promise<void> {
		for (const intent of this.#open ? [this.#open, ...this.#later] : this.#later)
			while (!(await this.#finish(intent))) await wait(250);
	}

	/** Sends an order if that is due, asks for a code, confirms; false where a code can't be had yet. */
	async #finish(intent: Intent): Promise<boolean> {
		const { orderId, lines, mutation } = intent;
		if (!intent.sent) {
			const { results } = await this.#api.push(mutation);
			expectOk(results, mutation.seq);
			intent.sent = true;
			this.answered();
		}
		const issued = await this.#api.call<CodeIssued>('POST', `/api/orders/${orderId}/code`, {});
		this.answered();
		if (issued.status === 429) return false;
		// 409: it was confirmed, and only the answer was lost.
		if (issued.status !== 202 && issued.status !== 409) throw unexpected('code', issued);
		const code = issued.body.demoCode ?? '00000';
		const answer = await this.#api.call('POST', `/api/orders/${orderId}/confirm`, { code });
		this.answered();
		if (answer.status === 410) return false;
		if (answer.status !== 200) throw unexpected('confirm', answer);
		this.confirmed.set(orderId, lines);
		return true;
	}

	#intend(): Intent {
		const orderId = `${this.name}-${++this.#count}`;
		const chosen = [
			...new Set([this.rng.pick([...this.prices.keys()]), this.rng.pick([...this.prices.keys()])])
		];
		const lines = chosen.map((productId) => ({
			productId,
			quantity: this.rng.whole(1, 4),
			price: this.prices.get(productId)!
		}));
		const args = { orderId, lines, placedAt: '2026-01-01T00:00:00.000Z' };
		return { orderId, lines, mutation: this.#api.mutation('placeOrder', args), sent: false };
	}
}

function expectOk(results: PushResponse['results'], seq: number) {
	const result = results.find((each) => each.seq === seq);
	if (result?.status !== 'ok') throw new Error(`push ${seq}: ${JSON.stringify(results)}`);
}

const unexpected = (call: string, { status, body }: Answer<unknown>) =>
	new Error(`${call}: ${status} ${JSON.stringify(body)}`);

/** Whether a call failed because the server went away, not because it answered. */
const isCut = (error: unknown) =>
	error instanceof TypeError || (error instanceof SyntaxError && /JSON/.test(error.message));
