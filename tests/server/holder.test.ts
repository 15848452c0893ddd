import { expect, test } from 'vitest';
import { holder, isThere } from '../../src/lib/server/holder';

const nobody = 2 ** 22 + 1;

test('a holder of this machine is there as long as its process', () => {
	expect(isThere(holder, false)).toBe(true);
	expect(isThere({ ...holder, run: 'the one before' }, true)).toBe(false);
	expect(isThere({ ...holder, pid: nobody }, true)).toBe(false);
});

test.runIf(holder.started)('a process that has the number of one that ended is another one', () => {
	expect(isThere({ ...holder, pid: process.ppid, started: '1' }, true)).toBe(false);
});

test.each([true, false])('where it can’t be told, the signs that it gave count: %s', (seemsAlive) => {
	expect(isThere({ ...holder, pid: process.ppid, started: undefined }, seemsAlive)).toBe(seemsAlive);
	expect(isThere({ ...holder, host: 'another' }, seemsAlive)).toBe(seemsAlive);
});
