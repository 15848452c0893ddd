import type { ProductEdit } from '../catalogue/save';
import type { OrderRequest } from '../order/place';
import type { PurchaseRequest, Receipt } from '../inventory/purchase';
import type { AskedLine } from '../order/review';
import type { BundleMark, Pair } from '../basket/shown';

/** The intents whose effect a device can foresee. The others wait for the server's rows. */
export type ForeseenMutation =
	| { name: 'setCartLine'; args: { productId: string; quantity: number } }
	| { name: 'placeOrder'; args: OrderRequest }
	| { name: 'acceptOrder'; args: { orderId: string; lines: readonly AskedLine[] } }
	| { name: 'cancelOrder'; args: { orderId: string } }
	| { name: 'advanceOrder'; args: { orderId: string; status: 'ready' | 'handed_over' } }
	| { name: 'saveProduct'; args: ProductEdit }
	| { name: 'saveProducts'; args: { edits: readonly ProductEdit[] } }
	| { name: 'deleteProduct'; args: { productId: string } }
	| { name: 'adjustStock'; args: { productId: string; delta: number } }
	| { name: 'moveReserve'; args: { productId: string; delta: number } }
	| { name: 'markBundle'; args: Pair & { mark: BundleMark | 'none' } }
	| { name: 'markOneOff'; args: { orderId: string; oneOff: boolean } }
	| { name: 'placePurchase'; args: PurchaseRequest }
	| { name: 'receivePurchase'; args: Receipt & { purchaseId: string; productId: string } }
	| { name: 'cancelPurchase'; args: { purchaseId: string } }
	| { name: 'reopenPurchase'; args: { purchaseId: string } }
	| {
			name: 'sellAtCounter';
			args: { orderId: string; lines: readonly AskedLine[]; username?: string; note?: string };
	  };
