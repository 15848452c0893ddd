import { untrack } from 'svelte';
import type { AnalysisInput, AnalysisName, AnalysisResult } from '$lib/client/analyses';
import { analyse } from '$lib/client/analyse';

/** How long a result rests before news starts the work again, ms, and how many times as long as the work took. */
const REST_MS = 1500;
const REST_TIMES = 4;

/** An analysis that a page shows: the last result stays until the next is there. */
export class Running<N extends AnalysisName> {
	result = $state.raw<AnalysisResult<N>>();
	/** The share of the work that is done; null while none is under way. */
	share = $state<number | null>(null);
	problem = $state('');
	/** Ended by the person before it was done. */
	cancelled = $state(false);
	#name: N;
	#controller: AbortController | undefined;
	#resting: ReturnType<typeof setTimeout> | undefined;
	#ask: (() => AnalysisInput<N>) | undefined;
	#isBehind = false;
	#lastMs = 0;

	constructor(name: N) {
		this.#name = name;
	}

	/** Starts with what `ask` answers; what runs is ended. Returns how to stop. */
	start(ask: () => AnalysisInput<N>): () => void {
		this.#ask = ask;
		void this.#run();
		return () => this.#stop();
	}

	/** The rows have changed: the same again, when it is time. What it reads starts no effect that calls it. */
	refresh(): void {
		this.#isBehind = true;
		if (untrack(() => this.share !== null || this.cancelled) || this.#resting || !this.#ask) return;
		this.#resting = setTimeout(
			() => {
				this.#resting = undefined;
				if (this.#isBehind) void this.#run();
			},
			Math.max(REST_MS, REST_TIMES * this.#lastMs)
		);
	}

	cancel(): void {
		this.#stop();
		this.cancelled = true;
	}

	#stop(): void {
		this.#controller?.abort();
		clearTimeout(this.#resting);
		this.#resting = undefined;
		this.share = null;
	}

	async #run(): Promise<void> {
		this.#stop();
		const controller = new AbortController();
		const { signal } = controller;
		this.#controller = controller;
		this.#isBehind = false;
		this.cancelled = false;
		this.problem = '';
		this.share = 0;
		const started = performance.now();
		try {
			const result = await analyse(this.#name, this.#ask!(), {
				onShare: (share) => !signal.aborted && (this.share = share),
				signal
			});
			if (!signal.aborted) this.result = result;
		} catch (error) {
			if (!signal.aborted) this.problem = (error as Error).message;
		}
		if (signal.aborted) return;
		this.share = null;
		this.#lastMs = performance.now() - started;
		if (this.#isBehind) this.refresh();
	}
}
