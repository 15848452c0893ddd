import { expect, test } from 'vitest';
import { notices } from '../../src/lib/client/state/notices.svelte';

const texts = () => notices.list.map(({ text }) => text);

test('a refusal is forgotten by whoever read it, but one to decide on only where that is done', () => {
	const forgotten: number[] = [];
	const action = { label: 'Decide', href: '/admin' };
	const stored = [
		{ id: 1, text: 'plain', listed: true },
		{ id: 2, text: 'clash', listed: true, action },
		{ id: 3, text: 'late', listed: true }
	];
	const show = () => notices.showRefused(stored, (id) => forgotten.push(id));
	show();
	notices.add('error', 'own');
	const idOf = (text: string) => notices.list.find((notice) => notice.text === text)!.id;
	notices.hide(idOf('late'));
	notices.dismiss(idOf('clash'));
	notices.dismiss(idOf('own'));
	expect(texts()).toEqual(['plain']);
	expect(forgotten).toEqual([]);
	notices.dismiss(idOf('plain'));
	expect(forgotten).toEqual([1]);
	// The database tells of something else: what was hidden stays so.
	show();
	expect(texts()).toEqual(['plain']);
});
