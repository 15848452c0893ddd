import * as v from 'valibot';
import { expect, test } from 'vitest';
import * as mutations from '../../src/lib/protocol/mutations';
import * as session from '../../src/lib/protocol/session';
import * as sync from '../../src/lib/protocol/sync';
import { SCHEMA_VERSION } from '../../src/lib/protocol/version';
import { describeSchemas, describeTypes } from './describe';

/** Whose interfaces travel as they are. */
const typed = [
	'src/lib/protocol/mutations.ts',
	'src/lib/protocol/problems.ts',
	'src/lib/protocol/session.ts',
	'src/lib/protocol/sync.ts',
	'src/lib/domain/account/account.ts',
	'src/lib/domain/catalogue/product.ts',
	'src/lib/domain/order/order.ts',
	'src/lib/domain/sales/sale.ts',
	'src/lib/domain/shop/shop.ts',
	'src/lib/domain/stock/stock.ts'
];

test('the messages are those of their version', async () => {
	const text =
		[...[mutations, session, sync].flatMap(describeSchemas), ...typed.flatMap(describeTypes)].join('\n\n') +
		'\n';
	// A message changed: raise SCHEMA_VERSION (old clients keep sending the version before), then write the new
	// file with `npx vitest run tests/protocol -u` and leave the old one.
	await expect(text).toMatchFileSnapshot(`messages.v${SCHEMA_VERSION}.txt`);
});

test('a limit, an entry and a pattern each change the description', () => {
	const describe = (schema: unknown) => describeSchemas({ schema })[0];
	const base = v.strictObject({ id: v.pipe(v.string(), v.maxLength(64), v.regex(/^a/)) });
	const others = [
		v.strictObject({ id: v.pipe(v.string(), v.maxLength(65), v.regex(/^a/)) }),
		v.strictObject({ id: v.pipe(v.string(), v.maxLength(64), v.regex(/^b/)) }),
		v.strictObject({ id: v.optional(v.pipe(v.string(), v.maxLength(64), v.regex(/^a/))) }),
		v.object({ id: v.pipe(v.string(), v.maxLength(64), v.regex(/^a/)) }),
		v.strictObject({ id: v.pipe(v.string(), v.maxLength(64), v.regex(/^a/)), more: v.string() })
	];
	expect(new Set([base, ...others].map(describe)).size).toBe(others.length + 1);
});
