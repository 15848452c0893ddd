import { liveQuery } from 'dexie';
import type { DeviceDb } from '../db/schema';
import { device } from '../device';

/** What a query of the device's database answers, kept fresh; undefined until it is read. */
export interface Live<T> {
	readonly value: T | undefined;
}

/**
 * Reads from the device for as long as the calling component stands, again whenever the tables it read change. What
 * `ask` itself reads of the page's state starts it anew, with the old answer shown meanwhile.
 */
export function fromDevice<T>(ask: () => (db: DeviceDb) => Promise<T>): Live<T> {
	let value = $state.raw<T>();
	$effect(() => {
		const query = ask();
		let stop = () => {};
		let gone = false;
		void device().then(({ db }) => {
			if (gone) return;
			const subscription = liveQuery(() => query(db)).subscribe((answer) => (value = answer));
			stop = () => subscription.unsubscribe();
		});
		return () => {
			gone = true;
			stop();
		};
	});
	return {
		get value() {
			return value;
		}
	};
}
