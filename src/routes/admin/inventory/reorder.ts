import { catalogue } from '$lib/client/state/catalogue.svelte';
import { currencyDigits, formatDecimal } from '$lib/domain/money';
import type { OrderLine, OrderSum } from '$lib/domain/inventory/reorder-list';
import { reasonOf, type ReorderFlag } from '$lib/domain/inventory/suggest';
import { tableText } from '$lib/domain/sales/table-text';
import type { Tone } from '$lib/ui/Badge.svelte';
import { money, plural, shop } from '../../words.svelte';
import { plan } from './plan.svelte';

/** How an address says a flag; `all` is none. */
export const flagSlugs = {
	reorder: 'Reorder needed',
	monitor: 'Monitor',
	stable: 'Stable',
	none: 'No reorder needed'
} as const satisfies Record<string, ReorderFlag>;

export const flagTones: Record<ReorderFlag, Tone> = {
	'Reorder needed': 'bad',
	Monitor: 'warn',
	Stable: 'good',
	'No reorder needed': 'plain'
};

export const supplierName = (supplier: string) => supplier || 'No supplier named';

/** What an order comes to, as far as it is known. */
export const costOf = ({ cost, unpriced, parts }: OrderSum) =>
	unpriced === 0
		? money(cost)
		: unpriced === parts
			? 'cost not known'
			: `${money(cost)} and ${plural(unpriced, 'part')} without a cost`;

export const reason = ({ item, given }: OrderLine) => reasonOf(item, given, plan.policy);

/** The table as CSV, with the columns' names as people read them. */
export function reorderCsv(lines: readonly OrderLine[]): string {
	const digits = currencyDigits(shop().currency);
	return tableText(
		[
			'ProductID',
			'Part',
			'Part number',
			'Section',
			'Supplier',
			'On hand',
			'Reserve',
			'On order',
			'Next 7 days',
			'Days of cover',
			'Empty on',
			'Reorder point',
			'Order',
			'Cost',
			'State',
			'Reason'
		],
		lines.map((line) => [
			line.given.productId,
			line.given.name,
			catalogue.product(line.given.productId)?.partNumber ?? '',
			line.given.section,
			line.given.supplier,
			line.given.stock,
			line.given.reserve,
			line.given.onOrder,
			line.given.isForecast ? Number(line.given.week.toFixed(2)) : '',
			line.given.daysOfCover === null ? '' : Number(line.given.daysOfCover.toFixed(1)),
			line.given.stockOutOn ?? '',
			line.given.reorderPoint,
			line.pieces,
			line.cost === null ? '' : Number(formatDecimal(line.cost, digits)),
			line.given.flag,
			reason(line)
		])
	);
}
