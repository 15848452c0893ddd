import { liveQuery } from 'dexie';
import { WHOLE_SHOP } from '../../domain/forecast/kept';
import type { KeptTable } from '../../domain/forecast/kept-table';
import { analyse } from '../analyse';
import { device } from '../device';
import type { Live } from './live.svelte';

/** Forecasts come in pages: they are read when no more of them came for so long, ms. */
const QUIET_MS = 300;

let table = $state.raw<KeptTable>();
let started = false;

async function start(): Promise<void> {
	if (started) return;
	started = true;
	const { db } = await device();
	let wait: ReturnType<typeof setTimeout> | undefined;
	let reading = new AbortController();
	// The shop's own row is written with every forecast of all.
	liveQuery(() => Promise.all([db.forecasts.count(), db.forecasts.get(WHOLE_SHOP)])).subscribe(() => {
		clearTimeout(wait);
		wait = setTimeout(
			() => {
				reading.abort();
				reading = new AbortController();
				void analyse('keptForecasts', undefined, { signal: reading.signal }).then(
					(read) => (table = read),
					() => {} // A newer reading took over.
				);
			},
			table ? QUIET_MS : 0
		);
	});
}

/** The forecasts that the shop keeps, read by the worker, once for all pages; undefined until they are wanted and read. */
export function keptForecasts(isWanted = () => true): Live<KeptTable> {
	$effect(() => {
		if (isWanted()) void start();
	});
	return {
		get value() {
			return table;
		}
	};
}
