/** Thrown where the queue before a gate is full. */
export class GateFull extends Error {
	override name = 'GateFull';
}

/** A gate that lets `width` pieces of work run at a time and `queue` more wait, in order. */
export function createGate(width: number, queue: number): <T>(work: () => Promise<T>) => Promise<T> {
	let running = 0;
	const waiting: (() => void)[] = [];
	return async (work) => {
		if (running < width) running += 1;
		else if (waiting.length >= queue) throw new GateFull();
		// Whoever leaves hands the place over, so `running` stays as it is.
		else await new Promise<void>((go) => waiting.push(go));
		try {
			return await work();
		} finally {
			const next = waiting.shift();
			if (next) next();
			else running -= 1;
		}
	};
}
