/**
 * A seeded source of chance (mulberry32: T. Ettinger, public domain). Only + - * / and integer operations are used in
 * the generator, so that every machine draws the same numbers.
 * @param {number} seed
 */
export function random(seed) {
	let state = seed >>> 0;

	/** A number from 0 up to, not including, 1. */
	const unit = () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
	/** A whole number from low to high, both included. */
	const whole = (low, high) => low + Math.floor(unit() * (high - low + 1));
	const chance = (probability) => unit() < probability;
	/** @template T @param {T[]} list @returns {T} */
	const pick = (list) => list[whole(0, list.length - 1)];
	/** An index drawn in proportion to the weights, -1 where all are 0. */
	const weighted = (weights) => {
		let rest = unit() * weights.reduce((sum, weight) => sum + weight, 0);
		return weights.findIndex((weight) => (rest -= weight) < 0);
	};
	/** Roughly normal: three uniform numbers summed (standard deviation 1/2 of one of range 1), scaled. */
	const around = (mean, sd) => mean + (unit() + unit() + unit() - 1.5) * 2 * sd;
	/** A whole number whose mean is the rate. */
	const count = (rate) => Math.floor(rate) + (chance(rate - Math.floor(rate)) ? 1 : 0);
	const hex = (digits) => Array.from({ length: digits }, () => '0123456789ABCDEF'[whole(0, 15)]).join('');

	return { unit, whole, chance, pick, weighted, around, count, hex };
}
