import type { DeskProduct } from '../catalogue/product';
import type { Fulfilment } from '../order/order';

/** The fields of a product that the desk may change; null clears an optional one. */
export type ProductEdit = {
	[F in Exclude<keyof DeskProduct, 'productId' | 'extra' | 'low'>]?: DeskProduct[F] | null;
};

export interface AskedLine {
	productId: string;
	quantity: number;
	/** Minor units a piece that the person saw. */
	price: number;
}

/** The intents whose effect a device can foresee. The others wait for the server's rows. */
export type ForeseenMutation =
	| { name: 'setCartLine'; args: { productId: string; quantity: number } }
	| {
			name: 'placeOrder';
			args: {
				orderId: string;
				lines: AskedLine[];
				placedAt: string;
				fulfilment?: Fulfilment;
				contact?: string;
				phone?: string;
				address?: string;
				note?: string;
			};
	  }
	| { name: 'acceptOrder'; args: { orderId: string; lines: AskedLine[] } }
	| { name: 'cancelOrder'; args: { orderId: string } }
	| { name: 'advanceOrder'; args: { orderId: string; status: 'ready' | 'handed_over' } }
	| { name: 'saveProduct'; args: { productId: string; changes: ProductEdit; base?: ProductEdit } }
	| { name: 'deleteProduct'; args: { productId: string } }
	| { name: 'adjustStock'; args: { productId: string; delta: number; reason: string; note?: string } };
