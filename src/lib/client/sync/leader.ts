import { onTold, tell } from '../channel';

/**
 * Runs the sync in one tab of a browser: whoever holds the lock. A tab that is hidden (its timers are slowed) offers the
 * lock to the others and takes it again if nobody wants it; it gives it up to one that is seen later. Without Web Locks
 * every tab syncs, which costs requests and does no harm: verdicts and pages are recorded once.
 */
export function lead(begin: () => () => Promise<void>): void {
	if (!navigator.locks) {
		begin();
		return;
	}
	let leading = false;
	const isHidden = () => document.visibilityState === 'hidden';
	// Every leader tells how things stand after each round; one that is hidden hears of a tab that is seen.
	const want = () => !leading && !isHidden() && tell({ kind: 'want' });
	onTold(({ kind }) => kind === 'status' && want());
	document.addEventListener('visibilitychange', want);
	const turn = async () => {
		leading = true;
		const stop = begin();
		await new Promise<void>((resolve) => {
			const onHidden = () => isHidden() && end();
			const stopTold = onTold(({ kind }) => kind === 'want' && isHidden() && end());
			const end = () => {
				document.removeEventListener('visibilitychange', onHidden);
				stopTold();
				resolve();
			};
			document.addEventListener('visibilitychange', onHidden);
		});
		await stop();
		leading = false;
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
