import type { Role } from '../../domain/account/account';

/** Who makes a request, as the session says at that moment. */
export interface Actor {
	username: string;
	role: Role;
	/** The hash of the session's token. */
	sessionId: string;
	/** The PIN was given in this session within the last 10 minutes. */
	unlocked: boolean;
}
