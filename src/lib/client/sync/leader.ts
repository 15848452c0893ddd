/**
 * Runs the sync in one tab of a browser: whoever holds the lock. A tab that is hidden (its timers are slowed to one a
 * minute) offers the lock to the others and takes it again if nobody wants it. Without Web Locks every tab syncs, which
 * costs requests and does no harm: verdicts and pages are recorded once.
 */
export function lead(begin: () => () => Promise<void>): void {
	if (!navigator.locks) {
		begin();
		return;
	}
	const turn = async () => {
		const stop = begin();
		await new Promise<void>((resolve) => {
			const onChange = () => {
				if (document.visibilityState !== 'hidden') return;
				document.removeEventListener('visibilitychange', onChange);
				resolve();
			};
			document.addEventListener('visibilitychange', onChange);
		});
		await stop();
	};
	const queue = (): Promise<void> => navigator.locks.request('pop-sync', turn).then(queue);
	void queue();
}

let waiting: Promise<unknown> = Promise.resolve();

/** Runs work while nobody else of this browser runs any: signing in and out, and sending changes. */
export function holdAccount<T>(work: () => Promise<T>): Promise<T> {
	if (navigator.locks) return navigator.locks.request('pop-account', work) as Promise<T>;
	const result = waiting.then(work, work);
	waiting = result.catch(() => {});
	return result;
}
