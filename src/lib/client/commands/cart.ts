import { MAX_QUANTITY, setLine } from '../../domain/cart/cart';
import { device } from '../device';
import { cart } from '../state/cart.svelte';
import { catalogue } from '../state/catalogue.svelte';
import { notices } from '../state/notices.svelte';
import { rows } from '../state/rows.svelte';
import { session } from '../state/session.svelte';
import { forgetPress, keepPress, keptPresses, type KeptPress, type Press } from './unwritten';
import { act, written } from './act';

/** The press before: each counts from what that one left. */
let turn: Promise<void> = Promise.resolve();

/** Puts pieces of a product into the cart, as far as the stock that the device knows goes. */
export function addToCart(productId: string, pieces = 1): Promise<void> {
	const press = { productId, pieces };
	return inTurn({ id: keepPress(press), press });
}

/**
 * Sets a line of the cart to a whole number of pieces; 0 removes it. More than the known stock becomes the stock; where
 * that is nothing the line keeps what it has, as nobody asked to take it out.
 */
export async function setCartLine(productId: string, quantity: number): Promise<void> {
	if (!Number.isInteger(quantity)) return notices.add('error', 'A quantity is a whole number of pieces.');
	const press = { productId, quantity };
	return inTurn({ id: keepPress(press), press });
}

/** Does what was pressed on a page that was left before its device had written it down. */
export async function pressAgain(): Promise<void> {
	await Promise.all(keptPresses().map(inTurn));
}

/** Does a kept press after those before it. It is kept until it is written: the page may be left at any moment. */
function inTurn({ id, press }: KeptPress): Promise<void> {
	const work = () => write(id, press).finally(() => forgetPress(id));
	return (turn = Promise.all([session.known, turn.catch(() => {})]).then(work));
}

async function write(id: string, press: Press): Promise<void> {
	const { productId } = press;
	const before = cart.quantityOf(productId);
	const quantity = 'pieces' in press ? before + press.pieces : press.quantity;
	const product = catalogue.product(productId);
	const stock = product?.stock ?? MAX_QUANTITY;
	const most = Math.min(stock > 0 ? stock : before, MAX_QUANTITY);
	const allowed = Math.max(0, Math.min(quantity, most));
	if (allowed < quantity && product) notices.add('info', shortOf(product.name, Math.min(stock, most)));
	if (allowed === before) return;
	// Written twice it is the same, where pieces would be added twice.
	keepPress({ productId, quantity: allowed }, id);
	await (session.user
		? act({ name: 'setCartLine', args: { productId, quantity: allowed } })
		: setGuestLine(productId, allowed));
}

async function setGuestLine(productId: string, quantity: number): Promise<void> {
	await written(async () => {
		const { db } = await device();
		await db.transaction('rw', db.meta, async () => {
			const lines = (await db.getMeta('guestCart')) ?? [];
			await db.setMeta('guestCart', setLine(lines, productId, quantity));
		});
		// The database tells of its change some moments later: the next press counts from this one.
		rows.guestCart = setLine(rows.guestCart, productId, quantity);
	});
}

function shortOf(name: string, stock: number): string {
	if (stock <= 0) return `${name} is out of stock.`;
	return stock === 1
		? `Only 1 piece of ${name} is in stock, so the cart has 1.`
		: `Only ${stock} pieces of ${name} are in stock, so the cart has ${stock}.`;
}
