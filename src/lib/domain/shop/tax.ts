import type { Shop } from './shop';

export interface Tax {
	/** What of it is tax, in minor units, rounded to a whole one. */
	tax: number;
	/** What the buyer pays, in minor units. */
	toPay: number;
}

/** The tax of an order's total (minor units): a part of it where the prices hold the tax, else on top of it. */
export function taxOf(total: number, { taxRate, taxIncluded }: Pick<Shop, 'taxRate' | 'taxIncluded'>): Tax {
	const tax = Math.round((total * taxRate) / (taxIncluded ? 100 + taxRate : 100));
	return { tax, toPay: taxIncluded ? total : total + tax };
}
