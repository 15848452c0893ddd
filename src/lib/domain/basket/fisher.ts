import type { RuleCounts } from './measures';

/**
 * One-sided Fisher exact test of a rule: the chance that two item sets with these counts, if independent, are together
 * in at least `count` baskets. A hypergeometric tail: Fisher 1935; for rules Hahsler, Hornik 2007.
 */
export function fisherExact({ count, antecedent, consequent, transactions }: RuleCounts): number {
	const least = Math.max(0, antecedent + consequent - transactions);
	const most = Math.min(antecedent, consequent);
	if (count <= least) return 1;
	const others = transactions - consequent;
	const mean = (antecedent * consequent) / transactions;
	if (count > mean) {
		let sum = 0;
		let term = hypergeometric(count, consequent, others, antecedent);
		for (let k = count; k <= most && term > sum * Number.EPSILON; k++) {
			sum += term;
			term *= ((consequent - k) * (antecedent - k)) / ((k + 1) * (others - antecedent + k + 1));
		}
		return Math.min(1, sum);
	}
	let below = 0;
	let term = hypergeometric(count - 1, consequent, others, antecedent);
	for (let k = count - 1; k >= least && term > below * Number.EPSILON; k--) {
		below += term;
		term *= (k * (others - antecedent + k)) / ((consequent - k + 1) * (antecedent - k + 1));
	}
	return 1 - below;
}

/** The chance of `k` marked ones among `drawn`, from `marked` and `others`, by three binomials: Loader 2000, as R's dhyper. */
function hypergeometric(k: number, marked: number, others: number, drawn: number): number {
	const all = marked + others;
	const p = drawn / all;
	const q = (all - drawn) / all;
	return (binomial(k, marked, p, q) * binomial(drawn - k, others, p, q)) / binomial(drawn, all, p, q);
}

/** The chance of `k` successes in `n`: the saddle-point form of Loader 2000, which keeps its digits for large n. */
function binomial(k: number, n: number, p: number, q: number): number {
	if (q === 0) return k === n ? 1 : 0;
	if (k === 0) return Math.exp(n * Math.log1p(-p));
	if (k === n) return Math.exp(n * Math.log(p));
	const exponent =
		stirlingError(n) - stirlingError(k) - stirlingError(n - k) - deviance(k, n * p) - deviance(n - k, n * q);
	return Math.exp(exponent) * Math.sqrt(n / (2 * Math.PI * k * (n - k)));
}

/** k ln(k / mean) + mean - k, by its series where the two are close. */
function deviance(k: number, mean: number): number {
	const difference = k - mean;
	if (Math.abs(difference) >= 0.1 * (k + mean)) return k * Math.log(k / mean) - difference;
	const v = difference / (k + mean);
	let sum = difference * v;
	let term = 2 * k * v;
	for (let j = 3; ; j += 2) {
		term *= v * v;
		const next = sum + term / j;
		if (next === sum) return sum;
		sum = next;
	}
}

/** ln(n!) minus Stirling's formula for it, n above 0. */
function stirlingError(n: number): number {
	if (n <= 15) return SMALL_ERRORS[n]!;
	const square = n * n;
	return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / square) / square) / square) / square) / n;
}

const SMALL_ERRORS = smallErrors();

function smallErrors(): number[] {
	const errors = [0];
	for (let n = 1, factorial = 1; n <= 15; n++, factorial *= n)
		errors.push(Math.log(factorial) - (n + 0.5) * Math.log(n) + n - 0.5 * Math.log(2 * Math.PI));
	return errors;
}
