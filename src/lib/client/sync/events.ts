/** How long a stream that the server closed for good stays closed. */
const REOPEN_MS = 5000;

/**
 * The stream by which the server says that there is something to pull. `onTold` for each word; `onDown` when the line
 * breaks: a pull will show what is wrong. Returns what ends it.
 */
export function listenToServer(onTold: () => void, onDown: () => void): () => void {
	let source: EventSource;
	let reopening: ReturnType<typeof setTimeout> | undefined;
	const open = () => {
		source = new EventSource('/api/events');
		source.addEventListener('changed', onTold);
		// After a break something may have been missed.
		source.addEventListener('open', onTold);
		source.addEventListener('error', () => {
			onDown();
			if (source.readyState === EventSource.CLOSED) reopening = setTimeout(open, REOPEN_MS);
		});
	};
	open();
	return () => {
		clearTimeout(reopening);
		source.close();
	};
}
