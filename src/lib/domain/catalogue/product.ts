/** A part as every visitor may see it. */
export interface Product {
	productId: string;
	name: string;
	section: string;
	/** Minor units. */
	price: number;
	/** Pieces on the shelf. */
	stock: number;
	description: string;
	brand?: string;
	partNumber?: string;
	oemNumbers?: string[];
	barcode?: string;
	/** File name under `/images/`. */
	image?: string;
	status?: ProductStatus;
	supersededBy?: string;
	alternatives?: string[];
	/** Names and numbers that it had before: search finds it by them and its demand history follows it. */
	formerNames?: string[];
	/** Set where the product has a reorder point of its own: true while the stock is at or under it. */
	low?: boolean;
}

/** The fields of a product that only the desk may see. */
export const deskFields = [
	'supplier',
	'cost',
	'leadTimeDays',
	'leadTimeSdDays',
	'reorderPoint',
	'packSize',
	'minOrderQuantity',
	'extra'
] as const satisfies readonly (keyof DeskProduct)[];

const forDesk = new Set<string>(deskFields);

/** The product as every visitor may see it; `low` stands for the reorder point that only the desk knows. */
export function publicProduct(product: DeskProduct): Product {
	const shown: Record<string, unknown> = {};
	for (const [field, value] of Object.entries(product)) if (!forDesk.has(field)) shown[field] = value;
	if (product.reorderPoint !== undefined) shown.low = product.stock <= product.reorderPoint;
	return shown as unknown as Product;
}

export type ProductStatus = 'active' | 'discontinued' | 'hidden';

/** A part as the desk sees it: with what the shop pays, when it reorders, and the columns POP does not know. */
export interface DeskProduct extends Product {
	supplier?: string;
	/** Minor units a piece. */
	cost?: number;
	leadTimeDays?: number;
	leadTimeSdDays?: number;
	reorderPoint?: number;
	packSize?: number;
	minOrderQuantity?: number;
	/** Columns of the shop's own file that POP has no use for, kept as they are. */
	extra?: Record<string, string>;
}

/** A vehicle that a part fits. A product without rows has unknown fitment, never "fits". */
export interface Fitment {
	/** The row's own number in the store, as text: rows of fitment.csv have no key of their own. */
	fitmentId: string;
	productId: string;
	make: string;
	model: string;
	yearFrom?: number;
	yearTo?: number;
	engine?: string;
	note?: string;
	extra?: Record<string, string>;
}

export type StockState = 'in' | 'low' | 'out';

/** The badge of a product: low from 1 to its reorder point, else to the shop's `lowStock`. */
export function stockState(
	product: Pick<DeskProduct, 'stock' | 'low' | 'reorderPoint'>,
	lowStock: number
): StockState {
	if (product.stock <= 0) return 'out';
	if (product.reorderPoint !== undefined) return product.stock <= product.reorderPoint ? 'low' : 'in';
	if (product.low !== undefined) return product.low ? 'low' : 'in';
	return product.stock <= lowStock ? 'low' : 'in';
}

/** What sells together, for shoppers. */
export interface Bundle {
	/** Product ids. */
	productA: string;
	productB: string;
	/** Orders that hold both. */
	count: number;
	confidence: number;
	lift: number;
	/** The plain reason: "7 of 10 who bought X also took Y". */
	reason: string;
}
