/** The settings in `shop.json`, as the app uses them. */
export interface Shop {
	name: string;
	address: string;
	phone: string;
	taxNumber: string;
	/** ISO 4217. */
	currency: string;
	/** BCP 47. */
	locale: string;
	/** IANA. */
	timeZone: string;
	/** Percent: 18 is 18 %. */
	taxRate: number;
	/** Whether the prices hold the tax. */
	taxIncluded: boolean;
	/** In the order the shop shows them; sections that only products name follow by name. */
	sections: Section[];
	/** Pieces at or under which a product without a reorder point is low. */
	lowStock: number;
	/** Defaults of replenishment: the cycle service level as a share, and days from order to receipt. */
	serviceLevel: number;
	leadTimeDays: number;
	/** What forecasts and reordering go by: what did best in the backtest, or the exponential average. */
	forecastMethod: 'auto' | 'ema';
	/** Bundles that the admin pinned or hid, as `A|B` keys. */
	bundles: { pinned: string[]; hidden: string[] };
	/** Ids of orders that the admin marked as one-off: no sign of demand to come. Devices of others get none. */
	oneOffOrders: string[];
}

/** The settings as everybody may see them. */
export const publicShop = (shop: Shop): Shop => ({ ...shop, oneOffOrders: [] });

export interface Section {
	name: string;
	/** Name of the section's drawing; unknown ones get the plain part. */
	icon?: string;
}

export const defaultShop: Shop = {
	name: 'POP',
	address: '',
	phone: '',
	taxNumber: '',
	currency: 'INR',
	locale: 'en-IN',
	timeZone: 'Asia/Kolkata',
	taxRate: 0,
	taxIncluded: true,
	sections: [],
	lowStock: 5,
	serviceLevel: 0.95,
	leadTimeDays: 7,
	forecastMethod: 'auto',
	bundles: { pinned: [], hidden: [] },
	oneOffOrders: []
};
