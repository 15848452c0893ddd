import { createAnalyst } from './analysis/analyst';
import { keepBundles } from './analysis/bundles';
import { keepForecasts } from './analysis/forecasts';
import type { Actor } from './auth/actor';
import { createAuth, SESSION_MS, type Auth } from './auth/auth';
import { assertReady } from './auth/live';
import { demoSignIns } from './auth/published';
import { readConfig, type Config } from './config';
import { risksOf, riskWords } from './csv/folder';
import type { Mirror } from './csv/mirror';
import type { FolderRisk } from '../protocol/settings';
import { bringCodes } from './delivery/bring-code';
import { createDelivery, type Delivery } from './delivery/deliver';
import { createMailer } from './delivery/mail';
import { createResetMails } from './delivery/reset-mails';
import { securityHeaders } from './edge';
import { createEvents, type Events } from './events';
import { createImports, type Imports } from './imports/imports';
import { createLogger, type Logger } from './log';
import { openShop, serveAlone, type OpenShop } from './open';
import { createCodes, type Codes } from './otp/codes';
import { createSettings, type Settings } from './settings/settings';
import { createShopWindow, type ShopWindow } from './shop-window';
import { limits } from './store/limits';
import { resetMails } from './store/reset-mails';
import { sessions } from './store/sessions';
import type { Store } from './store/store';
import { createCatalogue, type CatalogueSnapshot } from './sync/catalogue';
import { createPull, cursorOf, type Pull } from './sync/pull';
import { createPush, type Push } from './sync/push';
import { createAccounts, type Accounts } from './users/accounts';
import { createUsers, type Users } from './users/users';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** How long the desk sees a mail that failed. */
const FAILED_MAIL_MS = 7 * DAY;

/** The running shop: what hooks and endpoints work with. */
export interface App {
	config: Config;
	log: Logger;
	store: Store;
	auth: Auth;
	users: Users;
	accounts: Accounts;
	settings: Settings;
	/** Null: live, without a way to deliver codes. */
	delivery: Delivery | null;
	/** Whether people who forgot their password get a mail. */
	sendsMail: boolean;
	codes: Codes;
	push: Push;
	pull: Pull;
	catalogue: CatalogueSnapshot;
	events: Events;
	window: ShopWindow;
	mirror: Mirror;
	/** What makes the data folder unsafe, and the same in lines for the person at the terminal. */
	folderRisks: FolderRisk[];
	notices: string[];
	/** How one may sign in, in lines for the person at the terminal; none where it is live. */
	signIns(): Promise<string[]>;
	imports: Imports;
	/** The opaque cursor of all that is committed, as one reader would have it. */
	cursor(actor: Actor | null): string;
	/** Lets the last writes reach the files, and closes the store. */
	close(): Promise<void>;
}

/**
 * Opens the shop of a configuration.
 * @throws StartError with one line for the person who starts it
 */
export async function createApp(config: Config): Promise<App> {
	const log = createLogger(config.logLevel);
	// Nodes of one database may share a folder: the mirror sees to it that one of them writes it.
	const leave = config.databaseUrl ? () => {} : await serveAlone(config.dataDir);
	const { store, mirror, secret } = await openReady(config, log).catch((error: unknown) => {
		leave();
		throw error;
	});

	const now = Date.now;
	const mailer = config.smtpUrl && config.mailFrom ? createMailer(config.smtpUrl, config.mailFrom) : null;
	const delivery = createDelivery(config, mailer, secret);
	const auth = createAuth({ store, secret, now });
	const mails =
		mailer &&
		createResetMails({
			store,
			mailer,
			secret,
			// Never what a request says: a mail must not lead to another's site.
			origin: config.origin ?? `http://${config.host}:${config.port}`,
			now,
			onError: (error) => log.warn('mail', { error })
		});
	const accounts = createAccounts({ store, secret, now, onMail: () => mails?.wake() });
	const settings = createSettings({ store, auth, secret, mode: config.mode, now });
	mails?.wake();
	const codes = createCodes({
		store,
		secret,
		ttlMs: config.otpTtlMs,
		now,
		deliver: bringCodes({ delivery, store, expiresInMs: config.otpTtlMs, now })
	});
	const push = createPush({
		store,
		now,
		onFault: (error, mutation) => log.error('mutation', { ...mutation, error })
	});
	const events = createEvents({
		onCommit: (listener) => store.onCommit(listener),
		cursorOf: (actor, version) => cursorOf(store, actor, version),
		actorOf: async (token) => (await auth.actorOf(token))?.actor ?? null,
		onFault: (error) => log.error('events', { error })
	});
	mirror.onProblems(events.showFiles);
	const analyst = createAnalyst();
	const bundles = keepBundles(store, analyst, (error) => log.error('bundles', { error }));
	const forecasts = keepForecasts({ store, analyst, dataDir: config.dataDir, now }, (error) =>
		log.error('forecasts', { error })
	);
	const housekeeping = setInterval(tidy, HOUR).unref();
	tidy();

	function tidy(): void {
		const failed = (error: unknown) => log.error('housekeeping', { error });
		codes.expireOrders().catch(failed);
		store.write((tx) => sessions.removeUnseenSince(tx, now() - SESSION_MS)).catch(failed);
		store.write((tx) => limits.removeBefore(tx, now() - DAY)).catch(failed);
		store.write((tx) => resetMails.removeBefore(tx, now() - FAILED_MAIL_MS)).catch(failed);
	}

	const window = createShopWindow(store);
	window.sections().catch((error) => log.error('window', { error }));

	const folderRisks = await risksOf(config.dataDir);
	for (const risk of folderRisks) log.warn(riskWords[risk], { folder: config.dataDir });
	log.info('open', { mode: config.mode, store: store.kind, storeId: store.storeId });
	return {
		config,
		log,
		store,
		mirror,
		folderRisks,
		notices: folderRisks.map((risk) => riskWords[risk]),
		signIns: async () => (config.mode === 'demo' ? demoSignIns(store, secret) : []),
		imports: createImports(store, now),
		auth,
		users: createUsers({ store, now }),
		accounts,
		settings,
		delivery,
		sendsMail: mails !== null,
		codes,
		push,
		pull: createPull(store),
		catalogue: createCatalogue(store),
		events,
		window,
		cursor: (actor) => cursorOf(store, actor, store.version),
		async close() {
			clearInterval(housekeeping);
			events.close();
			await analyst.close();
			await Promise.all([bundles.stop(), forecasts.stop()]);
			await mails?.stop();
			mailer?.close();
			await mirror.stop();
			await store.close();
			leave();
		}
	};
}

async function openReady(config: Config, log: Logger): Promise<OpenShop> {
	const shop = await openShop(config, log);
	try {
		if (config.mode === 'live') await assertReady(shop.store, config, shop.secret);
	} catch (error) {
		await shop.mirror.stop();
		await shop.store.close();
		throw error;
	}
	return shop;
}

/** The shop of this process, for Kit's hooks and for scripts/serve.mjs: they are bundled apart and meet here. */
interface Process {
	config: Config;
	/** Of every answer, files too. */
	headers: Record<string, string>;
	start(): Promise<App>;
}
const slot = Symbol.for('pop');
const here = globalThis as unknown as { [slot]?: Process };

/**
 * Reads the environment; the shop opens with the first `getApp`.
 * @throws StartError
 */
export function prepare(env: Record<string, string | undefined>): void {
	if (here[slot]) return;
	const config = readConfig(env, process.cwd());
	let app: Promise<App> | null = null;
	here[slot] = {
		config,
		headers: securityHeaders(config.origin?.startsWith('https:') ?? false),
		start: () => (app ??= createApp(config))
	};
}

/** The running shop. */
export function getApp(): Promise<App> {
	const process = here[slot];
	if (!process) throw new Error('The shop was not prepared.');
	return process.start();
}
