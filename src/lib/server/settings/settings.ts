import type { Shop } from '../../domain/shop/shop';
import type { SettingsChanges, SettingsResponse } from '../../protocol/settings';
import { writeLog } from '../audit';
import type { Actor } from '../auth/actor';
import type { Auth } from '../auth/auth';
import { hashPin } from '../auth/pin';
import { published } from '../auth/published';
import { unlessBusy } from '../auth/tries';
import type { Config } from '../config';
import { ProblemError } from '../problem';
import { products } from '../store/products';
import { sales } from '../store/sales';
import { sessions } from '../store/sessions';
import { shops } from '../store/shop';
import type { Store, WriteTx } from '../store/store';

/** The shop's own settings, behind the PIN. They reach devices as the `shop` row and the disk as shop.json. */
export interface Settings {
	show(): Promise<SettingsResponse>;
	/** What is not named stays. @throws ProblemError invalid, conflict */
	save(actor: Actor, changes: SettingsChanges): Promise<SettingsResponse>;
	/** Locks the desk in all other sessions. @throws ProblemError wrong_pin, pin_locked, invalid */
	changePin(actor: Actor, pin: string, newPin: string): Promise<void>;
}

export interface SettingsConfig {
	store: Store;
	auth: Pick<Auth, 'provePin'>;
	secret: string;
	mode: Config['mode'];
	now: () => number;
}

export function createSettings({ store, auth, secret, mode, now }: SettingsConfig): Settings {
	return {
		show: () =>
			store.read(async (tx) => ({ shop: await shops.settings(tx), currencyFixed: await sales.any(tx) })),

		save: (actor, { sections, ...changes }) =>
			store.write(async (tx) => {
				const file = await shops.get(tx);
				const currencyFixed = await sales.any(tx);
				if (currencyFixed && changes.currency !== undefined && changes.currency !== file.shop.currency)
					throw fixedCurrency(file.shop.currency);
				const shop: Shop = { ...file.shop, ...changes };
				if (sections) shop.sections = await saveSections(tx, file.shop, sections);
				await shops.save(tx, { ...file, shop });
				const changed = (Object.keys(shop) as (keyof Shop)[]).filter(
					(field) => JSON.stringify(shop[field]) !== JSON.stringify(file.shop[field])
				);
				if (changed.length > 0)
					await writeLog(tx, now(), actor.username, 'CHANGE_SETTINGS', changed.join(' '));
				for (const { name, was } of sections ?? [])
					if (was !== undefined && was !== name)
						await writeLog(tx, now(), actor.username, 'RENAME_SECTION', `${was} to ${name}`);
				return { shop, currencyFixed };
			}),

		async changePin(actor, pin, newPin) {
			if (mode === 'live' && newPin === published.pin)
				throw new ProblemError('invalid', {
					detail: 'This PIN is published: choose another.',
					fields: { newPin: 'This PIN is published: choose another.' }
				});
			await auth.provePin(actor, pin);
			const pinHash = await unlessBusy(hashPin(newPin, secret));
			await store.write(async (tx) => {
				await shops.save(tx, { ...(await shops.get(tx)), pinHash });
				await sessions.lockOthers(tx, actor.sessionId);
				await writeLog(tx, now(), actor.username, 'CHANGE_PIN');
			});
		}
	};
}

/**
 * The sections as they are wished; those that were renamed are renamed in their products too. All renames count as one,
 * so two sections may swap their names.
 */
async function saveSections(
	tx: WriteTx,
	shop: Shop,
	wished: NonNullable<SettingsChanges['sections']>
): Promise<Shop['sections']> {
	const names = wished.map(({ name }) => name);
	const twice = names.find((name, place) => names.indexOf(name) !== place);
	if (twice !== undefined) throw badSections('invalid', `Two sections have the name ${twice}.`);
	const inUse = new Set((await products.sectionNames(tx)).concat(shop.sections.map(({ name }) => name)));
	const renames = new Map<string, string>();
	for (const { name, was } of wished) {
		if (was === undefined || was === name) continue;
		if (!inUse.has(was) || renames.has(was))
			throw badSections('conflict', `There is no section ${was} any more. Load the page again.`);
		renames.set(was, name);
	}
	for (const name of renames.values())
		if (inUse.has(name) && !renames.has(name))
			throw badSections('conflict', `There is a section ${name} already. Choose another name.`);
	await products.renameSections(tx, renames);
	return wished.map(({ name, icon }) => ({ name, ...(icon && { icon }) }));
}

const badSections = (code: 'invalid' | 'conflict', detail: string) =>
	new ProblemError(code, { detail, fields: { sections: detail } });

const fixedCurrency = (currency: string) => {
	const detail = `The sales are in ${currency}: the currency stays.`;
	return new ProblemError('conflict', { detail, fields: { currency: detail } });
};
