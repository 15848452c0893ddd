/** Shops of any size, the same on every run: the sample's parts, repeated with other sizes and numbers. */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parts } from '../../scripts/demo/catalogue.mjs';
import { csv, money } from '../../scripts/demo/csv.mjs';
import { random } from '../../scripts/demo/random.mjs';
import type { Product } from '../../src/lib/domain/catalogue/product';

const sides = ['front', 'rear', 'left', 'right', 'upper', 'lower', 'inner', 'outer'];

/** That many products; the first are the sample's own. Prices in minor units. */
export function bigCatalogue(count: number): Product[] {
	const rng = random(count);
	return Array.from({ length: count }, (_, index) => {
		const part = parts[index % parts.length]!;
		const series = Math.floor(index / parts.length);
		const variant = `${rng.pick(sides)} ${rng.whole(10, 99)}${rng.hex(1)}`;
		return {
			productId: series === 0 ? part.id : `Q${String(index).padStart(6, '0')}`,
			name: series === 0 ? part.name : `${part.name} ${variant}`,
			section: part.section,
			price:
				series === 0
					? part.price
					: Math.max(100, Math.round((part.price * rng.whole(50, 150)) / 10000) * 100),
			stock: rng.whole(0, 60),
			description: part.description,
			brand: part.brand,
			partNumber: series === 0 ? part.partNumber : `${part.partNumber.slice(0, 5)} ${rng.whole(10000, 99999)}`
		};
	});
}

/** A data folder with that many products, the demo's accounts and settings, and no history. */
export function writeBigShop(dataDir: string, count: number): void {
	mkdirSync(dataDir, { recursive: true });
	for (const name of ['users.csv', 'shop.json']) copyFileSync(join('data/demo', name), join(dataDir, name));
	const header = ['product_id', 'name', 'section', 'price', 'stock', 'description', 'brand', 'part_number'];
	const rows = bigCatalogue(count).map((product) => [
		product.productId,
		product.name,
		product.section,
		money(product.price),
		product.stock,
		product.description,
		product.brand,
		product.partNumber
	]);
	writeFileSync(join(dataDir, 'products.csv'), csv(header, rows));
}
