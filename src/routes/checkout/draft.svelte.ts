import { browser } from '$app/environment';
import { details as remembered, noDetails, type Details } from '$lib/client/state/details.svelte';

const KEY = 'pop:checkout';

/** What is being typed at the checkout: survives a reload and a sign-in, until the order is placed or the tab is closed. */
class Draft {
	details = $state<Details>({ ...noDetails, ...(browser ? typed() : {}) });
	/** Nothing was typed since the last order: the remembered details may fill the form. */
	#untouched = browser ? typed() === null : true;

	/** What was last ordered with on this device, unless something is typed already. */
	fillFromLast(): void {
		const last = remembered.last;
		if (this.#untouched) this.details = { ...last };
	}

	/** Keeps what was typed so far. */
	keep(): void {
		this.#untouched = false;
		try {
			sessionStorage.setItem(KEY, JSON.stringify(this.details));
		} catch {
			// Storage is refused: it stays while the page is open.
		}
	}

	/** What was typed is ordered, or its person signed out. */
	clear(): void {
		this.#untouched = true;
		try {
			sessionStorage.removeItem(KEY);
		} catch {
			// Storage is refused: nothing was kept.
		}
	}
}

function typed(): Partial<Details> | null {
	try {
		return JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
	} catch {
		return null;
	}
}

export const draft = new Draft();
