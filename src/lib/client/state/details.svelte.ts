import type { Fulfilment } from '../../domain/order/order';

/** How the buyer gets an order and is reached. */
export interface Details {
	fulfilment: Fulfilment;
	contact: string;
	phone: string;
	address: string;
	note: string;
}

export const noDetails: Details = { fulfilment: 'pickup', contact: '', phone: '', address: '', note: '' };

class RememberedDetails {
	/** What the signed-in account last ordered with on this device, without the note. */
	last = $state.raw(noDetails);
}

export const details = new RememberedDetails();
