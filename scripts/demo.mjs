/**
 * Writes the sample shop to data/demo: `node scripts/demo.mjs [FOLDER]`. Everything in it is made up, drawn from one
 * seed; equal sources give equal bytes. docs: README, "The demo shop".
 */
import { scryptSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';
import { backtest, dailyDemand, weekAhead } from './demo/analysis.mjs';
import { timeText } from './demo/calendar.mjs';
import { parts, sections, suppliers } from './demo/catalogue.mjs';
import { csv, money } from './demo/csv.mjs';
import { salesOf, settle, takeBack } from './demo/orders.mjs';
import { people } from './demo/people.mjs';
import { random } from './demo/random.mjs';
import { simulate } from './demo/trade.mjs';
import { fitmentOf, oemNumbers } from './demo/vehicles.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
/** The shop's own: its first look at the sales must find nothing else. */
const {
	module: { suggestionsOf }
} = await runnerImport(join(root, 'src/lib/domain/basket/suggestions.ts'), {
	configFile: false,
	logLevel: 'error'
});

const out = process.argv[2] ?? join(root, 'data/demo');
const rng = random(20_250_830);
const write = (name, text) => writeFileSync(join(out, name), text);
mkdirSync(out, { recursive: true });

/** The one demo shopper whose password is published, among 199 who have none. */
const demoShopper = {
	name: 'Kiran Demo',
	username: 'shopper1',
	workshop: false,
	email: 'shopper1@example.com',
	phone: '',
	address: '12 Lake View Road, Pune 411004',
	weight: 1.5
};
const shoppers = [...people(199, rng), demoShopper];
const oem = new Map(parts.map((part) => [part.id, oemNumbers(part, rng)]));

const { orders: sold, movements, purchases, stock } = simulate(parts, shoppers, rng);
const orders = settle(sold, parts, shoppers, rng);
const sales = salesOf(orders, takeBack(orders, stock, rng));
const daily = dailyDemand(sales, parts);

/** Demand over the lead time and a week's reserve. */
const reorderPoint = (part) =>
	Math.ceil((weekAhead(daily.get(part.id)) / 7) * (suppliers[part.supplier].lead + 7)) + 1;

write(
	'products.csv',
	csv(
		'product_id,name,section,price,stock,description,brand,part_number,oem_numbers,barcode,image,status,supplier,cost,lead_time_days,lead_time_sd_days,reorder_point,pack_size,min_order_quantity,superseded_by,alternatives,former_names'.split(
			','
		),
		parts.map((part) => {
			const { lead, sd } = suppliers[part.supplier];
			return [part.id, part.name, part.section, money(part.price), stock.get(part.id) ?? 0, part.description]
				.concat([part.brand, part.partNumber, oem.get(part.id).join(';'), part.barcode, '', part.status])
				.concat([part.supplier, money(part.cost), lead, sd, reorderPoint(part), part.pack, part.pack])
				.concat([part.supersededBy, part.alternatives.join(';'), part.formerNames.join(';')]);
		})
	)
);

write(
	'fitment.csv',
	csv('product_id,make,model,year_from,year_to,engine,note'.split(','), parts.flatMap(fitmentOf))
);

/** The old shop's own hash of the published password. */
const adminHash =
	'werkzeug$scrypt:32768:8:1$y4wYbA2tv6QYrlc3$cd55adb8ca0417a7bef5b6042573cad603185a7d848c63c1f20b66d345a771e6ed27366e784a1bccc5c7e9c4fa4a9b77c30afbd041d6b904a5fa2124bd864106';
const scrypt = (secret, cost, salt) =>
	`scrypt:${cost}:8:1$${salt}$${scryptSync(secret, salt, 64, { N: cost, r: 8, p: 1, maxmem: 2 ** 26 }).toString('hex')}`;
/** Drawn, not derived: no password opens it. */
const noPassword = () => `scrypt:16384:8:1$${rng.hex(16)}$${rng.hex(128).toLowerCase()}`;

write(
	'users.csv',
	csv('username,password_hash,role,email,phone,status,must_change'.split(','), [
		['admin123', adminHash, 'admin', 'admin@example.com', '', 'active', ''],
		...shoppers.map((shopper) => {
			const hash = shopper === demoShopper ? scrypt('shopper-demo', 32768, 'demo-shopper-one') : noPassword();
			return [shopper.username, hash, 'user', shopper.email, shopper.phone, 'active', ''];
		})
	])
);

/** Prices in decimals, as in every file. */
const linesJson = (lines) =>
	JSON.stringify(
		lines.map(({ productId, name, quantity, price }) => ({ productId, name, quantity, price: price / 100 }))
	);

write(
	'orders.csv',
	csv(
		'OrderID,PlacedAt,Username,Status,Total,Lines,ConfirmedAt,Fulfilment,Contact,Phone,Address,Note,SoldBy'.split(
			','
		),
		orders.map((order) => {
			const total = order.lines.reduce((sum, line) => sum + line.quantity * line.price, 0);
			return [
				order.id,
				order.placedAt,
				order.shopper.username,
				order.status,
				money(total),
				linesJson(order.lines)
			].concat([
				order.soldAt,
				order.fulfilment,
				order.contact,
				order.phone,
				order.address,
				order.note,
				order.soldBy
			]);
		})
	)
);

write(
	'sales.csv',
	csv(
		'Date,OrderID,Item,Quantity,Price,Username,Total,ProductID,Kind,Reason,SoldBy'.split(','),
		sales.map(({ order, line, date, kind, reason, soldBy }) =>
			[date, order.id, line.name, line.quantity, money(line.price), order.shopper.username].concat([
				money(line.quantity * line.price),
				line.productId,
				kind,
				reason,
				soldBy
			])
		)
	)
);

/** Reserve behind the shelf, the way the old shop wrote it; the last three match nothing that is sold. */
const reserved = parts.filter((part, index) => index < 10 || index % 3 === 0);
write(
	'stocks.csv',
	csv('Category,Item,Stock,Price,ProductID'.split(','), [
		...reserved.map((part) => [part.section, part.name, rng.whole(2, 30), money(part.price), part.id]),
		['Tires', 'Racing Tires', 9, money(10_000_000), ''],
		['Engine Oils', 'Gulf', 33, money(150_000), ''],
		['Lights', 'Neon Kit', 11, money(11_000_000), '']
	])
);

write(
	'movements.csv',
	csv(
		'Date,ProductID,Delta,Reason,Reference,Username,Note'.split(','),
		movements.map((row) => [
			row.date,
			row.productId,
			row.delta,
			row.reason,
			row.reference,
			row.username,
			row.note
		])
	)
);

write(
	'purchases.csv',
	csv(
		'PurchaseID,Supplier,ProductID,Ordered,Received,Cost,OrderedAt,ExpectedAt,ReceivedAt,Status'.split(','),
		purchases.map((row) =>
			[row.id, row.supplier, row.productId, row.ordered, row.received, money(row.cost)].concat([
				row.orderedAt,
				row.expectedAt,
				row.receivedAt,
				row.status
			])
		)
	)
);

const inCart = (id, quantity) => {
	const part = parts.find((each) => each.id === id);
	return { product_id: id, name: part.name, price: part.price / 100, quantity };
};
const carts = {
	citygarage: [inCart('P0032', 10), inCart('P0012', 4)],
	[shoppers[12].username]: [inCart('P001', 1)],
	[shoppers[40].username]: [inCart('P0040', 1), inCart('P0047', 1)]
};
write('carts.json', JSON.stringify(carts, null, 2) + '\n');

const shop = {
	name: 'Sriyanshu Auto Parts',
	address: '7 Station Road, Pune 411001',
	phone: '+91 50200 00000',
	tax_number: '27AAAAA0000A1Z5',
	currency: 'INR',
	locale: 'en-IN',
	time_zone: 'Asia/Kolkata',
	tax_rate: 18,
	tax_included: true,
	sections,
	low_stock: 5,
	service_level: 0.95,
	lead_time_days: 7,
	pin_hash: scrypt('5624', 16384, 'demo-admin-pin-1'),
	bundles: { pinned: [], hidden: [] }
};
write('shop.json', JSON.stringify(shop, null, 2) + '\n');

write(
	'bundle_suggestions.csv',
	suggestionsOf(
		sales.map(({ order, line, kind }) => ({
			orderId: order.id,
			productId: line.productId,
			item: line.name,
			quantity: line.quantity,
			kind
		})),
		parts.map(({ id, name, formerNames, status }) => ({ productId: id, name, formerNames, status })),
		shop.bundles
	)
);

write(
	'reorder_suggestions.csv',
	csv(
		['Item', 'Predicted_Demand', 'Current_Stock', 'Reorder_Flag'],
		parts
			.filter((part) => part.status === 'active')
			.map((part) => {
				const onShelf = stock.get(part.id) ?? 0;
				const flag = onShelf <= reorderPoint(part) ? 'Yes' : 'No';
				return [part.name, weekAhead(daily.get(part.id)).toFixed(2), onShelf, flag];
			})
	)
);

write(
	'forecast_metrics.csv',
	csv(
		['Product', 'Model', 'MAE', 'RMSE', 'MAPE'],
		parts.flatMap((part) =>
			Object.entries(backtest(daily.get(part.id))).map(([model, { mae, rmse, mape }]) => [
				part.name,
				model,
				mae.toFixed(4),
				rmse.toFixed(4),
				mape === null ? '' : mape.toFixed(2)
			])
		)
	)
);

/** The desk's own acts; written before lines had hashes. */
const log = [
	...parts.slice(0, 10).map((part, index) => [index % 3, 32_400 + index * 611, 'ADD', part.id]),
	...parts.slice(10).map((part, index) => [3 + (index % 20), 34_000 + index * 173, 'ADD', part.id]),
	...parts
		.filter((_, index) => index % 4 === 0)
		.flatMap((part, index) => [290, 640].map((day) => [day, 32_400 + index * 97, 'UPDATE', part.id])),
	[118, 41_220, 'SET_PASSWORD', 'patil.tyres'],
	[402, 39_007, 'RESET_PASSWORD', shoppers[20].username],
	[540, 61_111, 'UPDATE', 'P0038']
].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
write(
	'admin_log.txt',
	log
		.map(([day, second, action, target]) => `[${timeText(day, second)}] admin123: ${action} ${target}\n`)
		.join('')
);
