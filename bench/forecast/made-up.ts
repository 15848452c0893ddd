import type { Period } from '../../src/lib/domain/forecast/calendar';
import type { Panel } from '../../src/lib/domain/forecast/panel';
import { seededRandom } from '../../src/lib/domain/forecast/random';

/** Whole series, of which a backtest shows a part. */
export interface Series {
	item: string;
	units: Float64Array;
}

/** What was known of the series before period `origin`. */
export function panelBefore(series: readonly Series[], period: Period, origin: number): Panel {
	return {
		period,
		end: origin,
		items: series.map(({ item }) => item),
		values: series.map(({ units }) => units.subarray(0, origin))
	};
}

/** A made-up shop: most parts sell now and then, some daily, with weekdays, a closed day, drift and bulk orders. */
export function madeUpShop(items: number, days: number): Series[] {
	const random = seededRandom(11);
	const week = [1.2, 1, 0.9, 1, 1.3, 1.6, 0];
	return Array.from({ length: items }, (_, i) => {
		const rate = 0.02 / (0.004 + random());
		const drift = (random() - 0.5) / days;
		const units = new Float64Array(days);
		for (let day = 0; day < days; day++) {
			const chance = Math.min(0.95, rate * week[day % 7]! * (1 + drift * day));
			if (random() < chance) units[day] = 1 + Math.floor(rate + 3 * random() * random());
			if (random() < 0.0005) units[day]! += 20;
		}
		return { item: `P${i}`, units };
	});
}
