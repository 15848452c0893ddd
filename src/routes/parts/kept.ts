/** A value that this tab keeps over a reload, in sessionStorage; where that is refused, nothing is kept. */
export interface Kept<T> {
	read(): T | null;
	write(value: T): void;
	forget(): void;
}

export const kept = <T>(key: string): Kept<T> => ({
	read: () => attempt(() => JSON.parse(sessionStorage.getItem(key) ?? 'null')),
	write: (value) => void attempt(() => sessionStorage.setItem(key, JSON.stringify(value))),
	forget: () => void attempt(() => sessionStorage.removeItem(key))
});

function attempt<R>(access: () => R): R | null {
	try {
		return access();
	} catch {
		return null;
	}
}
