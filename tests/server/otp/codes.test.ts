import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ProblemError } from '../../../src/lib/server/problem';
import type { Deliver } from '../../../src/lib/server/otp/codes';
import { ann, bob, boss, openTestShop, placed, type TestShop } from '../../helpers/shop';
import { kinds } from '../../helpers/store';

const wrongOf = (code: string) => (code === '00000' ? '00001' : '00000');
const problem = (code: string, details: object = {}) =>
	expect.objectContaining({ code, details: expect.objectContaining(details) }) as ProblemError;

describe.each(kinds)('%s', (kind) => {
	let shop: TestShop;
	let deliver: Deliver = async () => 'demo';
	beforeEach(async () => {
		deliver = async () => 'demo';
		shop = await openTestShop(kind, (...message) => deliver(...message));
		await shop.act(ann, 'placeOrder', placed('o1', ['P1', 2, 1500]));
	});
	afterEach(() => shop.store.close());

	const issue = async (orderId = 'o1', actor = ann) => (await shop.codes.issue(orderId, actor)).demoCode!;
	const confirm = (code: string, orderId = 'o1', actor = ann) => shop.codes.confirm(orderId, code, actor);
	const guess = async (times: number, orderId = 'o1') => {
		const code = await issue(orderId);
		for (let i = 0; i < times; i++)
			await expect(confirm(wrongOf(code), orderId)).rejects.toEqual(problem('wrong_code'));
		return code;
	};

	test('the right code makes a sale: stock, sales, order and log together', async () => {
		const { demoCode, ...issued } = await shop.codes.issue('o1', ann);
		expect(issued).toEqual({ expiresInMs: 30_000, delivery: 'demo' });
		expect(demoCode).toMatch(/^\d{5}$/);
		const order = await confirm(demoCode!);
		expect(order).toMatchObject({ status: 'confirmed', confirmedAt: '2026-01-05T06:30:00.000Z' });
		expect(await shop.order('o1')).toEqual(order);
		expect((await shop.product('P1'))?.stock).toBe(8);
		expect(await shop.sales()).toEqual([
			{
				saleId: expect.any(String),
				date: '2026-01-05 12:00:00',
				orderId: 'o1',
				item: 'Brake pad',
				quantity: 2,
				price: 1500,
				username: 'ann',
				total: 3000,
				productId: 'P1'
			}
		]);
		expect(await shop.log()).toMatchObject([{ username: 'ann', action: 'CONFIRM_ORDER', target: 'o1' }]);
	});

	test('a confirmed order is answered again, whatever the code, and sold once', async () => {
		const code = await issue();
		const answers = await Promise.all(Array.from({ length: 10 }, () => confirm(code)));
		for (const order of answers) expect(order).toEqual(answers[0]);
		expect(await confirm('99999')).toEqual(answers[0]);
		expect(await shop.sales()).toHaveLength(1);
		await expect(issue()).rejects.toEqual(problem('order_closed'));
	});

	test('life ends by the server’s clock, to the millisecond', async () => {
		const early = await issue();
		shop.clock.pass(30_000);
		await expect(confirm(early)).rejects.toEqual(problem('code_expired'));
		const late = await issue();
		shop.clock.pass(29_999);
		expect(await confirm(late)).toMatchObject({ status: 'confirmed' });
	});

	test('only the last code counts, and an unknown one costs no try', async () => {
		await expect(confirm('12345')).rejects.toEqual(problem('code_expired'));
		const first = await issue();
		shop.clock.pass(5_000);
		let second = await issue();
		while (second === first) {
			shop.clock.pass(5_000);
			second = await issue();
		}
		await expect(confirm(first)).rejects.toEqual(problem('code_expired'));
		expect(await confirm(second)).toMatchObject({ status: 'confirmed' });
	});

	test('3 wrong tries end a code and start a cooldown of 60 s', async () => {
		const code = await issue();
		for (const attemptsLeft of [2, 1, 0])
			await expect(confirm(wrongOf(code))).rejects.toEqual(problem('wrong_code', { attemptsLeft }));
		for (const call of [() => confirm(code), () => issue()])
			await expect(call()).rejects.toEqual(problem('cooldown', { retryAfterMs: 60_000 }));
		shop.clock.pass(59_999);
		await expect(issue()).rejects.toEqual(problem('cooldown', { retryAfterMs: 1 }));
		shop.clock.pass(1);
		await expect(confirm(code)).rejects.toEqual(problem('code_expired'));
		expect(await confirm(await issue())).toMatchObject({ status: 'confirmed' });
	});

	test('100 guesses at once: exactly 3 are compared', async () => {
		const code = await issue();
		const answers = await Promise.allSettled(Array.from({ length: 100 }, () => confirm(wrongOf(code))));
		const codes = answers.map((answer) => (answer.status === 'rejected' ? answer.reason.code : 'confirmed'));
		expect(codes.filter((c) => c === 'wrong_code')).toHaveLength(3);
		expect(codes.filter((c) => c === 'cooldown')).toHaveLength(97);
	});

	test('10 wrong in a row close the checkout for 15 minutes, whatever is resent, reordered or restarted', async () => {
		for (const orderId of ['o2', 'o3', 'o4'])
			await shop.act(ann, 'placeOrder', placed(orderId, ['P1', 1, 1500]));
		await guess(3, 'o1');
		await guess(3, 'o2');
		await guess(3, 'o3');
		const code = await issue('o4');
		await expect(confirm(wrongOf(code), 'o4')).rejects.toEqual(problem('wrong_code', { attemptsLeft: 0 }));
		const locked = problem('checkout_locked', { retryAfterMs: 900_000 });
		await expect(confirm(code, 'o4')).rejects.toEqual(locked);
		await expect(issue('o4')).rejects.toEqual(locked);
		await expect(shop.otherCodes(0).confirm('o4', code, ann)).rejects.toEqual(locked);
		await shop.act(ann, 'placeOrder', placed('o5', ['P1', 1, 1500]));
		await expect(issue('o5')).rejects.toEqual(locked);
		await shop.act(bob, 'placeOrder', placed('b1', ['P1', 1, 1500]));
		expect(await confirm(await issue('b1', bob), 'b1', bob)).toMatchObject({ status: 'confirmed' });
		shop.clock.pass(900_000);
		expect(await confirm(await issue('o4'), 'o4')).toMatchObject({ status: 'confirmed' });
	});

	test('a right code begins the count again', async () => {
		for (const orderId of ['o2', 'o3', 'o4'])
			await shop.act(ann, 'placeOrder', placed(orderId, ['P1', 1, 1500]));
		await guess(3, 'o1');
		await guess(3, 'o2');
		expect(await confirm(await issue('o3'), 'o3')).toMatchObject({ status: 'confirmed' });
		await guess(3, 'o4');
		shop.clock.pass(60_000);
		await guess(3, 'o1');
	});

	test('a new code at least 5 s after the last, at most 10 in 10 minutes, asked at once or in turn', async () => {
		const asked = await Promise.allSettled(Array.from({ length: 5 }, () => issue()));
		expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		shop.clock.pass(4_999);
		await expect(issue()).rejects.toEqual(problem('cooldown', { retryAfterMs: 1 }));
		for (let i = 0; i < 9; i++) {
			shop.clock.pass(i === 0 ? 1 : 5_000);
			await issue();
		}
		shop.clock.pass(5_000);
		await expect(issue()).rejects.toEqual(problem('too_many_codes', { retryAfterMs: 550_000 }));
		shop.clock.pass(550_000);
		await issue();
	});

	test('a code is of one order, owner and content', async () => {
		await shop.act(ann, 'placeOrder', placed('o2', ['P1', 1, 1500]));
		await shop.act(bob, 'placeOrder', placed('b1', ['P1', 2, 1500]));
		const code = await issue();
		await issue('o2');
		await expect(confirm(code, 'o2')).rejects.toEqual(problem('wrong_code'));
		await expect(confirm(code, 'o1', bob)).rejects.toEqual(problem('not_found'));
		await expect(confirm(code, 'o1', boss)).rejects.toEqual(problem('not_found'));
		await expect(issue('o1', bob)).rejects.toEqual(problem('not_found'));
		await expect(issue('a\0b')).rejects.toEqual(problem('not_found'));
		const { lines } = placed('', ['P1', 1, 1500]);
		await shop.act(ann, 'acceptOrder', { orderId: 'o1', lines });
		await expect(confirm(code)).rejects.toEqual(problem('code_expired'));
	});

	test('what changed meanwhile is shown before a code is sent', async () => {
		await shop.act(boss, 'saveProduct', { productId: 'P1', changes: { price: 1600 } });
		await expect(issue()).rejects.toEqual(problem('needs_review'));
		expect(await shop.order('o1')).toMatchObject({
			status: 'needs_review',
			lines: [{ price: 1500, priceNow: 1600, available: 10 }]
		});
		await expect(confirm('12345')).rejects.toEqual(problem('needs_review'));
	});

	test('stock that went meanwhile: the order is for review, and nothing was taken', async () => {
		await shop.act(ann, 'placeOrder', placed('o2', ['P2', 1, 4000], ['P1', 10, 1500]));
		const code = await issue('o2');
		await confirm(await issue('o1'), 'o1');
		const lines = [{ productId: 'P1', requested: 10, available: 8 }];
		await expect(confirm(code, 'o2')).rejects.toEqual(problem('insufficient_stock', { lines }));
		expect(await shop.order('o2')).toMatchObject({ status: 'needs_review', lines: [{}, { available: 8 }] });
		expect((await shop.product('P2'))?.stock).toBe(3);
		expect(await shop.sales()).toHaveLength(1);
	});

	test('50 buyers want the last 10: exactly 10 get one', async () => {
		const orders = Array.from({ length: 50 }, (_, i) => `r${i}`);
		for (const orderId of orders) await shop.act(ann, 'placeOrder', placed(orderId, ['P1', 1, 1500]));
		const codes = await Promise.all(orders.map((orderId) => issue(orderId)));
		const answers = await Promise.allSettled(orders.map((orderId, i) => confirm(codes[i]!, orderId)));
		const verdicts = answers.map((a) => (a.status === 'fulfilled' ? a.value.status : a.reason.code));
		expect(verdicts.filter((v) => v === 'confirmed')).toHaveLength(10);
		expect(verdicts.filter((v) => v === 'insufficient_stock')).toHaveLength(40);
		expect((await shop.product('P1'))?.stock).toBe(0);
		expect(await shop.sales()).toHaveLength(10);
	});

	test('a code that can’t be delivered uses no budget, and the one before is over', async () => {
		const code = await issue();
		shop.clock.pass(5_000);
		deliver = async () => {
			throw new Error('mail server says no');
		};
		for (let i = 0; i < 20; i++) {
			await expect(shop.codes.issue('o1', ann)).rejects.toEqual(problem('delivery_failed'));
			shop.clock.pass(1);
		}
		await expect(confirm(code)).rejects.toEqual(problem('code_expired'));
		deliver = async () => {
			throw new ProblemError('no_delivery_address', { detail: 'none' });
		};
		await expect(shop.codes.issue('o1', ann)).rejects.toEqual(problem('no_delivery_address'));
		deliver = async () => 'email';
		expect(await shop.codes.issue('o1', ann)).toEqual({ expiresInMs: 30_000, delivery: 'email' });
	});

	test('an order nobody confirms for 7 days expires; cancelled and expired ones take no code', async () => {
		const week = 7 * 24 * 60 * 60 * 1000;
		shop.clock.pass(week);
		expect(await shop.codes.expireOrders()).toBe(0);
		await shop.act(ann, 'placeOrder', placed('o2', ['P1', 1, 1500]));
		shop.clock.pass(1);
		expect(await shop.codes.expireOrders()).toBe(1);
		expect((await shop.order('o1'))?.status).toBe('expired');
		expect((await shop.order('o2'))?.status).toBe('awaiting_code');
		await expect(issue()).rejects.toEqual(problem('order_closed'));
		await expect(confirm('12345')).rejects.toEqual(problem('order_closed'));
	});

	test('no code is kept, only its keyed hash', async () => {
		const code = await issue();
		const rows = await shop.store.read((tx) => tx.db.selectFrom('codes').selectAll().execute());
		expect(JSON.stringify(rows)).not.toContain(`"${code}"`);
		expect(rows[0]?.hash).toMatch(/^[0-9a-f]{64}$/);
		expect(JSON.stringify(await shop.log())).not.toContain(code);
	});
});

test('codes are uniform over all five digits, leading zeros kept', async () => {
	const { drawCode } = await import('../../../src/lib/server/otp/codes');
	const counts = new Array<number>(100).fill(0);
	for (let i = 0; i < 100_000; i++) {
		const code = drawCode();
		if (!/^\d{5}$/.test(code)) throw new Error(code);
		counts[Math.floor(Number(code) / 1000)]!++;
	}
	const chiSquare = counts.reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0);
	// 99 degrees of freedom: 180.8 is passed by chance once in a million.
	expect(chiSquare).toBeLessThan(180.8);
});
