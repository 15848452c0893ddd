import * as v from 'valibot';
import { expect, test } from 'vitest';
import { settingsRequest } from '../../src/lib/protocol/settings';

test.each([
	[{ currency: 'EURO' }, 'currency'],
	[{ locale: 'not a locale' }, 'locale'],
	[{ timeZone: 'Mars/Base' }, 'timeZone'],
	[{ taxRate: 101 }, 'taxRate'],
	[{ lowStock: 1.5 }, 'lowStock'],
	[{ serviceLevel: 1 }, 'serviceLevel'],
	[{ forecastMethod: 'rf' }, 'forecastMethod'],
	[{ name: ' ' }, 'name'],
	[{ leadTimeDays: 'soon' }, 'leadTimeDays']
])('%o is no setting', (changes, field) => {
	const { issues } = v.safeParse(settingsRequest, changes);
	expect(issues?.map((issue) => v.getDotPath(issue))).toEqual([field]);
});
