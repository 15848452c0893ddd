import type { User } from '../../domain/account/account';

class Session {
	/** Who uses this device; known offline too. */
	user = $state.raw<User | null>(null);
	/** Whether the device has been asked. */
	ready = $state(false);
	/** The server no longer knows the session: sign in again to send what waits. Nothing is lost meanwhile. */
	expired = $state(false);
}

export const session = new Session();
