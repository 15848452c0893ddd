import { untrack } from 'svelte';
import { discardHeld } from '$lib/client/commands/desk';
import { outcomeOf } from '$lib/client/desk/outcome';
import { connection } from '$lib/client/state/connection.svelte';
import { rows } from '$lib/client/state/rows.svelte';
import { toasts } from '$lib/ui/toasts.svelte';

/**
 * Says in one toast what became of queued changes: that they wait for the PIN, or that they are done, with the way back.
 * Done is what the server took; without a connection, what this device keeps. Refused or given up, it goes.
 */
export function tellOutcome(
	ids: readonly string[],
	{ held, done, undo, sticky }: { held: string; done: string; undo?(): unknown; sticky?: boolean }
): void {
	let toast = 0;
	let shown: 'held' | 'done' | undefined;
	let before = outcomeOf(ids, rows);
	const show = (state: 'held' | 'done') => {
		if (state === shown) return;
		shown = state;
		toasts.dismiss(toast);
		const back = state === 'held' ? () => discardHeld(ids) : undo;
		toast = toasts.show(state === 'held' ? held : done, {
			sticky: state === 'held' || sticky === true,
			...(back && { action: { label: 'Undo', run: () => void back() } })
		});
	};
	const stop = $effect.root(() => {
		$effect(() => {
			const outcome = outcomeOf(ids, rows);
			const givenUp = before === 'held' && outcome === 'done';
			const kept = outcome === 'waiting' && !connection.online;
			before = outcome;
			untrack(() => {
				if (outcome === 'refused' || givenUp) toasts.dismiss(toast);
				else if (outcome !== 'waiting' || kept) show(outcome === 'held' ? 'held' : 'done');
			});
			if (outcome === 'done' || outcome === 'refused') stop();
		});
	});
}
