import { currencyDigits } from '../money';
import { defaultShop, type Section, type Shop } from '../shop/shop';
import { patchJson, readObject } from './json';

/** All of shop.json: the settings, the PIN's hash, and keys that POP does not know. */
export interface ShopFile {
	shop: Shop;
	pinHash?: string;
	extra: Record<string, unknown>;
}

/** A setting that can't be used: the default stands in for it. */
export interface RefusedSetting {
	key: string;
	value: unknown;
}

const names: Record<keyof Shop, string> = {
	name: 'name',
	address: 'address',
	phone: 'phone',
	taxNumber: 'tax_number',
	currency: 'currency',
	locale: 'locale',
	timeZone: 'time_zone',
	taxRate: 'tax_rate',
	taxIncluded: 'tax_included',
	sections: 'sections',
	lowStock: 'low_stock',
	serviceLevel: 'service_level',
	leadTimeDays: 'lead_time_days',
	bundles: 'bundles'
};
const PIN = 'pin_hash';

const isText = (value: unknown) => typeof value === 'string';
const isNumber = (min: number, max: number) => (value: unknown) =>
	typeof value === 'number' && value >= min && value <= max;
const accepted = (use: (value: string) => unknown) => (value: unknown) => {
	try {
		return typeof value === 'string' && Boolean(use(value));
	} catch {
		return false;
	}
};
const isTexts = (value: unknown) => Array.isArray(value) && value.every(isText);

const checks: Record<keyof Shop, (value: unknown) => boolean> = {
	name: isText,
	address: isText,
	phone: isText,
	taxNumber: isText,
	currency: accepted((currency) => currencyDigits(currency) >= 0),
	locale: accepted((locale) => new Intl.Locale(locale)),
	timeZone: accepted((timeZone) => new Intl.DateTimeFormat('en', { timeZone })),
	taxRate: isNumber(0, 100),
	taxIncluded: (value) => typeof value === 'boolean',
	sections: (value) => Array.isArray(value) && value.every(isSection),
	lowStock: (value) => Number.isSafeInteger(value) && (value as number) >= 0,
	serviceLevel: isNumber(0.5, 0.9999),
	leadTimeDays: isNumber(0, 3650),
	bundles: (value) =>
		isTexts((value as Shop['bundles'])?.pinned) && isTexts((value as Shop['bundles'])?.hidden)
};

function isSection(value: unknown): value is Section {
	if (typeof value !== 'object' || value === null) return false;
	const { name, icon } = value as Record<string, unknown>;
	return isText(name) && (icon === undefined || isText(icon));
}

/** The settings of a shop.json; null for a damaged file. A missing key has its default, as has one that is refused. */
export function readShop(text: string): (ShopFile & { refused: RefusedSetting[] }) | null {
	const file = readObject(text);
	if (!file) return null;
	const shop: Record<string, unknown> = { ...defaultShop };
	const refused: RefusedSetting[] = [];
	for (const [field, key] of Object.entries(names) as [keyof Shop, string][]) {
		if (!Object.hasOwn(file, key)) continue;
		if (checks[field](file[key])) shop[field] = file[key];
		else refused.push({ key, value: file[key] });
	}
	const own = new Set([...Object.values(names), PIN]);
	const extra = Object.fromEntries(Object.entries(file).filter(([key]) => !own.has(key)));
	const pinHash = file[PIN];
	return { shop: shop as unknown as Shop, ...(typeof pinHash === 'string' && { pinHash }), extra, refused };
}

/** shop.json brought up to date; keys that POP does not know stay as they are. */
export function patchShop(text: string, { shop, pinHash, extra }: ShopFile): string {
	const changes = new Map<string, unknown>(Object.entries(extra));
	for (const [field, key] of Object.entries(names) as [keyof Shop, string][]) changes.set(key, shop[field]);
	changes.set(PIN, pinHash);
	return patchJson(readObject(text) ? text : '{}\n', changes);
}
