/** What the tabs of one browser tell each other. Rows travel through the database, not here. */
export type TabMessage =
	/** Something was written: whoever syncs, do. */
	| { kind: 'wake' }
	/** A new tab asks the syncing one how things stand. */
	| { kind: 'hello' }
	| { kind: 'status'; online: boolean; outdated: boolean; expired: boolean }
	| { kind: 'progress'; progress: { done: number; total: number } | null }
	| { kind: 'refused'; text: string };

type Listener = (message: TabMessage) => void;

const listeners = new Set<Listener>();
const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('pop');
channel?.addEventListener('message', (event) => listeners.forEach((listen) => listen(event.data)));

/** Tells every tab, this one too. */
export function tell(message: TabMessage): void {
	listeners.forEach((listen) => listen(message));
	channel?.postMessage(message);
}

export function onTold(listener: Listener): void {
	listeners.add(listener);
}
