import { backoff } from './backoff';

/**
 * The stream by which the server says that there is something to pull. `onTold` for each word of it; `onLine` when the
 * line breaks or stands again: a pull shows what is so. Returns what ends it.
 */
export function listenToServer(onTold: () => void, onLine: () => void): () => void {
	let source: EventSource;
	let reopening: ReturnType<typeof setTimeout> | undefined;
	let failures = 0;
	let stands = false;
	const open = () => {
		source = new EventSource('/api/events');
		source.addEventListener('changed', onTold);
		source.addEventListener('open', () => {
			failures = 0;
			stands = true;
			onLine();
		});
		source.addEventListener('error', () => {
			if (stands) onLine();
			stands = false;
			// A broken line the browser mends by itself; what was refused or was no stream it gives up.
			if (source.readyState === EventSource.CLOSED)
				reopening = setTimeout(open, backoff(++failures, Math.random()));
		});
	};
	open();
	return () => {
		clearTimeout(reopening);
		source.close();
	};
}
