/** A value that follows what it is made of a task later: made and drawn in one, what is large holds up typing. */
export function later<T>(make: () => T): { readonly value: T | undefined } {
	let value = $state.raw<T>();
	$effect(() => {
		const made = make();
		const timer = setTimeout(() => (value = made));
		return () => clearTimeout(timer);
	});
	return {
		get value() {
			return value;
		}
	};
}
