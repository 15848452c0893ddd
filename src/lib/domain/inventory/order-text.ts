import type { Shop } from '../shop/shop';

export interface AskedPart {
	pieces: number;
	name: string;
	partNumber?: string;
}

/** An order to a supplier as a letter or message. `day` is how the shop writes today. */
export function orderText(
	{ name, address, phone }: Pick<Shop, 'name' | 'address' | 'phone'>,
	supplier: string,
	day: string,
	parts: readonly AskedPart[]
): string {
	const width = Math.max(...parts.map(({ pieces }) => String(pieces).length));
	return [
		`Order of ${name}, ${day}`,
		...(supplier ? [`To ${supplier}`] : []),
		'',
		...parts.map(
			({ pieces, name: part, partNumber }) =>
				`${String(pieces).padStart(width)} × ${part}${partNumber ? `, ${partNumber}` : ''}`
		),
		'',
		'Please confirm prices and the day of delivery.',
		...[name, address, phone].filter(Boolean)
	].join('\n');
}
