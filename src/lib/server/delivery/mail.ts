import { createTransport } from 'nodemailer';

const TIMEOUT_MS = 10_000;

export interface Mail {
	to: { name: string; address: string };
	subject: string;
	text: string;
}

/** Sends plain mails over SMTP. */
export interface Mailer {
	/** Throws where the server did not take the mail. */
	send(mail: Mail): Promise<void>;
	close(): void;
}

/** @param url of the server, with what it asks for: `smtps://user:password@mail.example:465` */
export function createMailer(url: string, from: string): Mailer {
	const transport = createTransport({
		url,
		connectionTimeout: TIMEOUT_MS,
		greetingTimeout: TIMEOUT_MS,
		socketTimeout: TIMEOUT_MS
	});
	return {
		async send(mail) {
			await transport.sendMail({ from, ...mail });
		},
		close: () => transport.close()
	};
}

/** Why a channel failed, for the admin: codes alone, since the words may hold an address or a password. */
export function reasonOf(error: unknown): string {
	const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
	const status = /answered (\d{3})\.$/.exec((error as Error)?.message ?? '')?.[1];
	const parts = [code, responseCode, status].filter((part) => typeof part !== 'object' && part !== undefined);
	return parts.join(' ') || ((error as Error)?.name ?? 'unknown');
}
