/** The longest that work keeps the page from drawing and answering, ms. */
const SLICE_MS = 8;
let sliceStart = 0;

/** Lets input and painting through, if it is time. */
export async function breathe(): Promise<void> {
	if (performance.now() - sliceStart >= SLICE_MS) await pause();
}

/** Lets input and painting through. */
export async function pause(): Promise<void> {
	await new Promise<void>((resolve) => {
		const { port1, port2 } = new MessageChannel();
		port1.onmessage = () => {
			port1.close();
			resolve();
		};
		port2.postMessage(null);
	});
	sliceStart = performance.now();
}
