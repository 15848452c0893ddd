/**
 * Presses on the cart that the database does not hold yet: on a first visit it is still being opened, and a busy disk
 * takes its time. Who goes to another address in that moment finds them in the cart all the same.
 */
import { randomId } from '../ids';

const KEY = 'pop:unwritten';

/** Pieces to add, as long as nobody knows to what; else what the line is to hold. */
export type Press = { productId: string } & ({ pieces: number } | { quantity: number });

export interface KeptPress {
	id: string;
	press: Press;
}

/** Keeps a press until it is forgotten. Under the id of one that is kept it takes its place among the others. */
export function keepPress(press: Press, id = randomId('')): string {
	const presses = keptPresses();
	const known = presses.find((kept) => kept.id === id);
	if (known) known.press = press;
	else presses.push({ id, press });
	write(presses);
	return id;
}

/** Forgets a press that is written, or that nothing comes of. */
export function forgetPress(id: string): void {
	write(keptPresses().filter((kept) => kept.id !== id));
}

/** In the order of the presses. */
export function keptPresses(): KeptPress[] {
	try {
		return JSON.parse(sessionStorage.getItem(KEY) ?? '[]') as KeptPress[];
	} catch {
		return [];
	}
}

function write(presses: KeptPress[]): void {
	try {
		if (presses.length) sessionStorage.setItem(KEY, JSON.stringify(presses));
		else sessionStorage.removeItem(KEY);
	} catch {
		// Storage is refused: a press lasts as long as its page.
	}
}
