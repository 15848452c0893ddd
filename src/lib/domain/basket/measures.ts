/** The counts that every measure of a rule A → B comes from. */
export interface RuleCounts {
	/** Baskets that hold A and B. */
	readonly count: number;
	/** Baskets that hold A. */
	readonly antecedent: number;
	/** Baskets that hold B. */
	readonly consequent: number;
	/** All baskets. */
	readonly transactions: number;
}

export interface Measures {
	/** P(AB): Agrawal, Imielinski, Swami 1993. */
	readonly support: number;
	/** P(B|A): the same. */
	readonly confidence: number;
	/** P(AB) / (P(A) P(B)), 1 when independent: Brin, Motwani, Ullman, Tsur 1997 ("interest"). */
	readonly lift: number;
	/** P(AB) - P(A) P(B), 0 when independent: Piatetsky-Shapiro 1991. */
	readonly leverage: number;
	/** (1 - P(B)) / (1 - P(B|A)), 1 when independent, Infinity for a rule without exception: Brin et al. 1997. */
	readonly conviction: number;
	/** Association from -1 over 0 (independent) to 1: Zhang 2000. */
	readonly zhang: number;
	/** The mean of both directions' confidence: Kulczynski 1927; Wu, Chen, Han 2010. */
	readonly kulczynski: number;
	/** |P(A) - P(B)| / P(A or B), 0 when both are as frequent: Wu, Chen, Han 2010. */
	readonly imbalance: number;
}

/** All measures of one rule; products of counts stay whole numbers, so an independent pair gives exactly 1 or 0. */
export function measures({ count, antecedent: a, consequent: b, transactions: n }: RuleCounts): Measures {
	const surplus = count * n - a * b;
	const zhangScale = Math.max(count * (n - a), a * (b - count));
	return {
		support: count / n,
		confidence: count / a,
		lift: (count * n) / (a * b),
		leverage: surplus / (n * n),
		conviction: a === count ? Infinity : (a * (n - b)) / (n * (a - count)),
		zhang: zhangScale === 0 ? 0 : surplus / zhangScale,
		kulczynski: (count / a + count / b) / 2,
		imbalance: Math.abs(a - b) / (a + b - count)
	};
}
