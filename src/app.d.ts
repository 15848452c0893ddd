import type { IncomingMessage } from 'node:http';
import type { User } from '$lib/domain/account/account';
import type { App as Shop } from '$lib/server/app';
import type { Actor } from '$lib/server/auth/actor';

declare global {
	namespace App {
		interface Locals {
			app: Shop;
			/** Names the request in the log and in what a person may report. */
			requestId: string;
			/** Who asks: set under /api alone. */
			actor: Actor | null;
			user: User | null;
			/** The session's token, where it is good. */
			token: string | null;
			/** What a limit counts as one client. */
			address: string;
		}
		interface Error {
			message: string;
			requestId?: string;
		}
		interface Platform {
			req: IncomingMessage;
		}
	}
}

export {};
