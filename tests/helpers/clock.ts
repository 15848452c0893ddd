/** A clock that stands still until it is told to go on. */
export function testClock(start = Date.UTC(2026, 0, 5, 6, 30)) {
	let at = start;
	return {
		now: () => at,
		/** Goes on by some ms, or back. */
		pass(ms: number) {
			at += ms;
		}
	};
}
