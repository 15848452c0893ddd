import { details as remembered, noDetails, type Details } from '$lib/client/state/details.svelte';
import { kept } from '../parts/kept';

const typed = kept<Details>('pop:checkout');

/** What is being typed at the checkout: survives a reload and a sign-in, until the order is placed or the tab is closed. */
class Draft {
	details = $state<Details>({ ...noDetails, ...typed.read() });
	/** Nothing was typed since the last order: the remembered details may fill the form. */
	#untouched = typed.read() === null;

	/** What was last ordered with on this device, unless something is typed already. */
	fillFromLast(): void {
		const last = remembered.last;
		if (this.#untouched) this.details = { ...last };
	}

	/** Keeps what was typed so far. */
	keep(): void {
		this.#untouched = false;
		typed.write(this.details);
	}

	/** What was typed is ordered, or its person signed out. */
	clear(): void {
		this.#untouched = true;
		typed.forget();
	}
}

export const draft = new Draft();
