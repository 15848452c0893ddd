import { expect, test } from 'vitest';
import { drawingOf } from '../../src/lib/ui/drawings';

test('the icon that the shop gave a section comes before its name', () => {
	expect(drawingOf({ name: 'Brake', icon: 'tyre' })).toBe('tyre');
});

test('words of the name or of an icon we do not have tell the drawing', () => {
	const told = ['Engine Oils', 'Engine Parts', 'Oil filters', 'Tires', 'Wipers & Glass', 'Body Kit'];
	expect(told.map((name) => drawingOf({ name }))).toEqual([
		'oil',
		'engine',
		'filter',
		'tyre',
		'wiper',
		'body'
	]);
	expect(drawingOf({ name: 'Clutch & Gearbox', icon: 'clutch' })).toBe('transmission');
	expect(drawingOf({ name: 'Electrics', icon: 'electrics' })).toBe('battery');
});

test('a section that says nothing gets the plain part', () => {
	expect(drawingOf({ name: 'Sundries' })).toBe('part');
	expect(drawingOf({ name: 'Sundries', icon: 'constructor' })).toBe('part');
});
