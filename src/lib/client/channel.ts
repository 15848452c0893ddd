import type { FileProblem } from '../protocol/settings';

/** What the tabs of one browser tell each other. Rows travel through the database, not here. */
export type TabMessage =
	/** Something was written: whoever syncs, do. `account`: somebody signed in or out. */
	| { kind: 'wake'; account?: true }
	/** A new tab asks the syncing one how things stand. */
	| { kind: 'hello' }
	/** This tab is seen and would sync: a hidden one that does lets it. */
	| { kind: 'want' }
	| { kind: 'status'; online: boolean; outdated: boolean; expired: boolean }
	/** Files of the shop that can't be written. */
	| { kind: 'files'; problems: FileProblem[] }
	| { kind: 'progress'; progress: { done: number; total: number } | null };

type Listener = (message: TabMessage) => void;

const listeners = new Set<Listener>();
const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('pop');
channel?.addEventListener('message', (event) => listeners.forEach((listen) => listen(event.data)));

/** Tells every tab, this one too. */
export function tell(message: TabMessage): void {
	listeners.forEach((listen) => listen(message));
	channel?.postMessage(message);
}

/** Listens to every tab, this one too; returns what ends it. */
export function onTold(listener: Listener): () => void {
	listeners.add(listener);
	return () => void listeners.delete(listener);
}
