import type { Fulfilment } from '../../domain/order/order';

/** How the buyer gets an order and is reached. */
export interface Details {
	fulfilment: Fulfilment;
	contact: string;
	phone: string;
	address: string;
	note: string;
}

class RememberedDetails {
	/** What was last ordered with on this device, without the note. */
	last = $state.raw<Details>({ fulfilment: 'pickup', contact: '', phone: '', address: '', note: '' });
}

export const details = new RememberedDetails();
