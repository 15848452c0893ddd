/** Runs the cases of so many products as it is told their number, and says the seconds of each run of each. */
import { casesOf } from './cases';

export interface Timed {
	label: string;
	seconds: number[];
}

self.onmessage = ({ data: products }: MessageEvent<number>) => {
	self.postMessage(
		casesOf(products).map(({ label, work, times }): Timed => ({
			label,
			seconds: Array.from({ length: times }, () => {
				const from = performance.now();
				work();
				return (performance.now() - from) / 1000;
			})
		}))
	);
};
