import { writeLog } from '../audit';
import { resetMails, type ResetMail } from '../store/reset-mails';
import { shops } from '../store/shop';
import type { Store } from '../store/store';
import { users } from '../store/users';
import { RESET_MS, resetToken } from '../users/reset-token';
import { reasonOf, type Mail, type Mailer } from './mail';

/** A node that took a mail and died leaves it to another after this time. */
const CLAIM_MS = 60_000;
/** Pauses between attempts; after the last they repeat until the link would be too old. */
const PAUSES_MS = [2_000, 10_000, 30_000, 60_000, 300_000];

export interface ResetMailsConfig {
	store: Store;
	mailer: Mailer;
	secret: string;
	/** The public address of the shop. */
	origin: string;
	now: () => number;
	onError(error: unknown): void;
}

export interface ResetMailSender {
	/** Sends what is due, now and as long as anything waits. */
	wake(): void;
	/** Resolves when nothing is under way. */
	stop(): Promise<void>;
}

/**
 * Sends the mails with a way to a new password. Each is a row from before it is promised until it is out: a restart
 * loses none, and what fails is tried again until its link would be too old, then shown to the admins.
 */
export function createResetMails(config: ResetMailsConfig): ResetMailSender {
	const { store, now, onError } = config;
	let timer: NodeJS.Timeout | null = null;
	let running: Promise<void> | null = null;
	let again = false;
	let stopped = false;

	function wake(): void {
		if (stopped) return;
		if (running) {
			again = true;
			return;
		}
		if (timer) clearTimeout(timer);
		timer = null;
		running = round()
			.catch(onError)
			.finally(() => {
				running = null;
				if (!again) return;
				again = false;
				wake();
			});
	}

	async function round(): Promise<void> {
		for (;;) {
			const mail = await claim();
			if (!mail) break;
			await attempt(mail);
		}
		const next = await store.read((tx) => resetMails.next(tx));
		if (next && !stopped) timer = setTimeout(wake, Math.max(100, next.dueAt! - now())).unref();
	}

	/** The next mail that is due; no other node takes it meanwhile. */
	const claim = (): Promise<ResetMail | null> =>
		store.write(async (tx) => {
			const mail = await resetMails.next(tx);
			if (!mail || mail.dueAt! > now() || stopped) return null;
			await resetMails.update(tx, mail.mailId, { dueAt: now() + CLAIM_MS });
			return mail;
		});

	async function attempt(mail: ResetMail): Promise<void> {
		try {
			const letter = await compose(mail, config);
			if (letter) await config.mailer.send(letter);
			await store.write((tx) => resetMails.remove(tx, mail.mailId));
		} catch (error) {
			onError(error);
			const attempts = mail.attempts + 1;
			const dueAt = now() + (PAUSES_MS[mail.attempts] ?? PAUSES_MS.at(-1)!);
			const givenUp = dueAt >= mail.requestedAt + RESET_MS;
			await store.write(async (tx) => {
				const changes = { attempts, dueAt: givenUp ? null : dueAt, error: reasonOf(error) };
				await resetMails.update(tx, mail.mailId, changes);
				if (givenUp) await writeLog(tx, now(), mail.username, 'MAIL_FAILED', reasonOf(error));
			});
		}
	}

	return {
		wake,
		async stop() {
			stopped = true;
			if (timer) clearTimeout(timer);
			await running;
		}
	};
}

/** The mail as it is now right; null where the account is gone or has no address by now. */
async function compose(
	{ username, requestedAt }: ResetMail,
	{ store, secret, origin }: ResetMailsConfig
): Promise<Mail | null> {
	const { account, shop } = await store.read(async (tx) => ({
		account: await users.byName(tx, username),
		shop: await shops.settings(tx)
	}));
	if (!account?.email || account.status === 'disabled') return null;
	// Behind #, so that no server on the way writes it into its log.
	const link = `${origin}/reset#${resetToken(account, requestedAt + RESET_MS, secret)}`;
	return {
		to: { name: username, address: account.email },
		subject: `A new password for ${username} at ${shop.name}`,
		text: [
			`Somebody, hopefully you, forgot the password of ${username}. Set a new one here:`,
			'',
			link,
			'',
			'The link is good for 30 minutes and for one use.',
			'If it was not you, ignore this message: your password stays as it is.'
		].join('\n')
	};
}
