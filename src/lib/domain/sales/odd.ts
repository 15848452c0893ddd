import { formatDecimal } from '../money';
import type { Sale } from './sale';

/**
 * What looks wrong with a sale that is taken as it stands, for people; null where nothing does. Old shops' files may say
 * such things, and they are the record of what was sold.
 * @param digits of the currency behind the point
 */
export function oddSale(
	{ quantity, price, total }: Pick<Sale, 'quantity' | 'price' | 'total'>,
	digits: number
): string | null {
	const product = quantity * price;
	if (quantity !== 0 && total === product) return null;
	const told = (amount: number) => formatDecimal(amount, digits);
	const why = [
		...(quantity === 0 ? ['the quantity is 0'] : []),
		...(total === product
			? []
			: [`the total is ${told(total)}, not ${quantity} × ${told(price)} = ${told(product)}`])
	];
	return `${why.join(', and ')}. It is taken as it stands.`;
}
