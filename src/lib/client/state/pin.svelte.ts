import type { Reply } from '../sync/transport';

/** A wish for the PIN that waits for its person. */
class Pin {
	/** Set while the dialog should stand: answers whether the PIN was given. */
	asked = $state.raw<((given: boolean) => void) | null>(null);
}

export const pin = new Pin();

/**
 * Makes a call that needs the PIN. Where its 10 minutes ran out the PIN is asked for over the page, and the call is made
 * again: what was typed meanwhile stays. A person who gives no PIN gets the refusal.
 */
export async function withPin<T>(make: () => Promise<Reply<T>>): Promise<Reply<T>> {
	for (;;) {
		const reply = await make();
		if (reply.ok || reply.problem.code !== 'pin_required') return reply;
		const given = await new Promise<boolean>((answer) => (pin.asked = answer));
		pin.asked = null;
		if (!given) return reply;
	}
}
