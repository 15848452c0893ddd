import { analyse } from '$lib/client/analyse';
import type { Demand, Forecast, ForecastRequest } from '$lib/client/analyses/forecast';
import type { BulkOrder } from '$lib/domain/forecast/bulk-orders';
import type { MethodLine } from '$lib/domain/forecast/lines';
import type { Panel } from '$lib/domain/forecast/panel';
import { unpackPanel, type ForecastTable } from '$lib/domain/forecast/table';
import { nextTask } from '$lib/ui/next-task';
import { enoughOf, placesOf } from './figures';

/** Under this share of the work nobody knows how long the rest takes. */
const KNOWN = 0.08;

/** Forecasts made on this device, one after the other: begun, told about, given up, begun again. */
export class Forecasting {
	/** Demand, as soon as it is read. */
	panel = $state.raw<Panel | null>(null);
	/** Orders in it that may lift a part's forecast. */
	bulk = $state.raw<BulkOrder[]>([]);
	/** Units of what is in the catalogue no more, up to the same period. */
	gone = $state.raw<Float64Array>(new Float64Array(0));
	/** Units of all, with what is gone. */
	sum = $state.raw<Float64Array>(new Float64Array(0));
	/** The forecast of that demand. */
	table = $state.raw<ForecastTable | null>(null);
	/** The methods' errors on all products together. */
	whole = $state.raw<MethodLine[]>([]);
	/** When it was made, ms since 1970. */
	at = $state<number | null>(null);
	/** Of the work under way; null where there is none. */
	share = $state<number | null>(null);
	/** Seconds that it will take still; null while that is not known. */
	left = $state<number | null>(null);
	cancelled = $state(false);
	problem = $state('');
	#controller: AbortController | null = null;
	#key = '';
	#demandKey = '';

	/** Reads the demand alone: for a shop so large that a forecast is made when it is asked for. */
	async read(request: ForecastRequest): Promise<void> {
		this.#controller?.abort();
		const { signal } = (this.#controller = new AbortController());
		this.table = null;
		this.share = null;
		try {
			await this.#show(await analyse('demand', request, { signal }), signal);
		} catch (error) {
			if (!signal.aborted) this.problem = (error as Error).message;
		}
	}

	/** Begins; what was under way is given up, and what is shown stays where it is of the same period. */
	async start(request: ForecastRequest): Promise<void> {
		this.#controller?.abort();
		const controller = (this.#controller = new AbortController());
		const { signal } = controller;
		if (this.panel?.period !== request.period) this.panel = null;
		if (this.table?.options.horizon !== request.horizon || !this.panel) this.table = null;
		this.cancelled = false;
		this.problem = '';
		this.share = 0;
		this.left = null;
		const began = performance.now();
		const onShare = (share: number) => {
			if (signal.aborted) return;
			this.share = share;
			const seconds = (performance.now() - began) / 1000;
			this.left = share < KNOWN ? null : (seconds * (1 - share)) / share;
		};
		try {
			if (!this.panel) await this.#show(await analyse('demand', request, { signal }), signal);
			const known = this.#demandKey;
			const made = await analyse('forecast', { ...request, known }, { onShare, signal });
			// What is the same stays untouched: nobody who reads it sees it drawn again.
			if (made.key !== this.#key || !this.table) {
				// Given up in between, what is shown is of neither.
				this.#key = '';
				await this.#show(made, signal);
				await nextTask();
				signal.throwIfAborted();
				this.table = made.table;
				await nextTask();
				signal.throwIfAborted();
				this.whole = made.whole;
				this.#key = made.key;
			}
			await nextTask();
			signal.throwIfAborted();
			this.at = Date.now();
		} catch (error) {
			if (!signal.aborted) this.problem = (error as Error).message;
		}
		if (this.#controller === controller) this.share = null;
	}

	/** What is the same as before stays: ten thousand histories are not taken apart again. */
	async #show(read: Demand | Forecast, signal: AbortSignal): Promise<void> {
		const { demandKey, panel: packed, bulk, gone, sum } = read;
		if (packed && (demandKey !== this.#demandKey || !this.panel)) {
			const panel = unpackPanel(packed);
			// What the page asks of a panel, a task each: all at once holds up typing.
			for (const make of [placesOf, enoughOf]) {
				await nextTask();
				make(panel);
			}
			await nextTask();
			signal.throwIfAborted();
			this.#demandKey = demandKey;
			// A table tells products by their places: it says nothing of others.
			if (panel.items.join() !== this.panel?.items.join()) this.table = null;
			this.panel = panel;
			this.gone = gone;
			this.sum = sum;
		}
		this.bulk = bulk;
	}

	/** Gives up what is under way. */
	cancel(): void {
		if (this.share === null) return;
		this.#controller?.abort();
		this.share = null;
		this.cancelled = true;
	}
}
