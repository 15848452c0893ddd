import { currencyDigits } from '../money';
import { defaultShop, type Section, type Shop } from '../shop/shop';
import { patchJson, readObject } from './json';

/** All of shop.json: the settings, the PIN's hash, and keys that POP does not know. */
export interface ShopFile {
	shop: Shop;
	pinHash?: string;
	extra: Record<string, unknown>;
}

/** A setting that can't be used. */
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
	forecastMethod: 'forecast_method',
	bundles: 'bundles',
	oneOffOrders: 'one_off_orders'
};
/** The key of the PIN's hash. */
export const PIN = 'pin_hash';

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
	forecastMethod: (value) => value === 'auto' || value === 'ema',
	bundles: (value) =>
		isTexts((value as Shop['bundles'])?.pinned) && isTexts((value as Shop['bundles'])?.hidden),
	oneOffOrders: isTexts
};

function isSection(value: unknown): value is Section {
	if (typeof value !== 'object' || value === null) return false;
	const { name, icon } = value as Record<string, unknown>;
	return isText(name) && (icon === undefined || isText(icon));
}

/**
 * The settings of a shop.json; null for a damaged file.
 * @param fallback what stands in for a key that is missing or refused
 */
export function readShop(
	text: string,
	fallback: Shop = defaultShop
): (ShopFile & { refused: RefusedSetting[] }) | null {
	const file = readObject(text);
	if (!file) return null;
	const shop: Record<string, unknown> = { ...fallback };
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

/**
 * A person's edit of shop.json three ways, setting by setting: what differs between the version that they had and the one
 * that they saved is theirs, and is set where the shop still has what they saw. `clashes` are the settings where it has not.
 */
export function mergeShop(
	base: ShopFile,
	theirs: ShopFile,
	current: ShopFile
): { merged: ShopFile; clashes: { key: string; base: string; theirs: string; current: string }[] } {
	const [was, wanted, now] = [base, theirs, current].map(membersOf) as [Members, Members, Members];
	const merged: Members = new Map(now);
	const clashes = [];
	for (const key of new Set([...was.keys(), ...wanted.keys()])) {
		const [before, after, present] = [was, wanted, now].map(
			(members) => JSON.stringify(members.get(key)) ?? ''
		);
		if (before === after || after === present) continue;
		if (before === present) merged.set(key, wanted.get(key));
		else clashes.push({ key, base: before!, theirs: after!, current: present! });
	}
	const read = readShop(JSON.stringify(Object.fromEntries(merged)))!;
	const { refused: _, ...file } = read;
	return { merged: file, clashes };
}

/** The file with one setting as JSON, '' for none at all; null where it can't be used. */
export function withSetting(file: ShopFile, key: string, json: string): ShopFile | null {
	const members = membersOf(file);
	if (json === '') members.delete(key);
	else members.set(key, JSON.parse(json));
	const { refused, ...changed } = readShop(JSON.stringify(Object.fromEntries(members)), file.shop)!;
	return refused.length > 0 ? null : changed;
}

type Members = Map<string, unknown>;

const membersOf = (file: ShopFile): Members =>
	new Map(Object.entries(readObject(patchShop('{}', file)) ?? {}));

/** In how many settings two versions differ. */
export function shopDifference(a: ShopFile, b: ShopFile): number {
	const [one, other] = [membersOf(a), membersOf(b)];
	return [...new Set([...one.keys(), ...other.keys()])].filter(
		(key) => JSON.stringify(one.get(key)) !== JSON.stringify(other.get(key))
	).length;
}
