/**
 * Presses on the cart that the database does not hold yet: on a first visit it is still being opened, and a busy disk
 * takes its time. Who goes to another address in that moment finds them in the cart all the same.
 */
import { randomId } from '../ids';

const KEY = 'pop:unwritten';

/** Pieces to add, as long as nobody knows to what; else what the line is to hold. */
export type Press = { productId: string } & ({ pieces: number } | { quantity: number });

/** Keeps a press until it is written; answers what forgets it then. */
export function keepPress(press: Press): () => void {
	const id = randomId('');
	write([...read(), { id, press }]);
	return () => write(read().filter((kept) => kept.id !== id));
}

/** The presses of a page that was left before they were written, in their order; they are forgotten. */
export function takePresses(): Press[] {
	const left = read();
	write([]);
	return left.map(({ press }) => press);
}

interface Kept {
	id: string;
	press: Press;
}

function read(): Kept[] {
	try {
		return JSON.parse(sessionStorage.getItem(KEY) ?? '[]') as Kept[];
	} catch {
		return [];
	}
}

function write(presses: Kept[]): void {
	try {
		if (presses.length) sessionStorage.setItem(KEY, JSON.stringify(presses));
		else sessionStorage.removeItem(KEY);
	} catch {
		// Storage is refused: a press lasts as long as its page.
	}
}
