import { backoff } from './backoff';

/**
 * The stream by which the server says that there is something to pull. `onTold`: look when it suits, something changed
 * or the line broke; `onBack`: the line stands (again), look at once. Returns what ends it.
 */
export function listenToServer(onTold: () => void, onBack: () => void): () => void {
	let source: EventSource;
	let reopening: ReturnType<typeof setTimeout> | undefined;
	let failures = 0;
	const open = () => {
		source = new EventSource('/api/events');
		source.addEventListener('changed', onTold);
		source.addEventListener('open', () => {
			failures = 0;
			onBack();
		});
		source.addEventListener('error', () => {
			onTold();
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
