import type { DeskProduct } from '../../../src/lib/domain/catalogue/product';
import { mulberry32 } from '../../sync/random';

const places = ['Front', 'Rear', 'Left', 'Right', 'Heavy Duty', 'Sport'];
const kinds = [
	'Brake Pad',
	'Brake Disc',
	'Headlamp',
	'Headlight Bulb',
	'Oil Filter',
	'Air Filter',
	'Spark Plug',
	'Clutch Kit',
	'Shock Absorber',
	'Timing Belt',
	'Water Pump',
	'Wiper Blade',
	'Battery',
	'Alternator',
	'Radiator',
	'Fuel Pump'
];
const brands = ['Bosch', 'Valeo', 'Minda', 'Brembo', 'Mann', 'NGK'];

/** A believable catalogue of any size, always the same for a size. */
export function manyParts(count: number): DeskProduct[] {
	const random = mulberry32(count);
	const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
	return Array.from({ length: count }, (_, i) => ({
		productId: `P${String(i).padStart(6, '0')}`,
		name: `${pick(places)} ${pick(kinds)} ${i}`,
		section: `Section ${Math.floor(random() * 50)}`,
		price: Math.floor(random() * 1e6),
		stock: Math.floor(random() * 30),
		description: 'A part that fits and lasts.',
		brand: pick(brands),
		partNumber: `${pick(['BP', 'HL', 'OF'])}-${Math.floor(random() * 9e4)}/${i % 97}`,
		barcode: String(2044100000000 + i)
	}));
}
