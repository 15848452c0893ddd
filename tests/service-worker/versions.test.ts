import { expect, test } from 'vitest';
import { appCache, outdated } from '../../src/service-worker/versions';

const [first, second, third] = ['1', '2', '3'].map(appCache) as [string, string, string];

test('the version before stays for tabs that still run it; older ones go', () => {
	expect(outdated([first, second, third], '3')).toEqual([first]);
});

test('the first two versions of a device lose nothing', () => {
	expect(outdated([first], '1')).toEqual([]);
	expect(outdated([first, second], '2')).toEqual([]);
});

test('after a step back to an older version, that one and the newest stay', () => {
	expect(outdated([first, second, third], '1')).toEqual([second]);
});

test('caches that hold no version of the app are left alone', () => {
	expect(outdated(['pop-images', first, second, third], '3')).toEqual([first]);
});
