import type { User } from '../../domain/account/account';

class Session {
	/** Who uses this device; known offline too. */
	user = $state.raw<User | null>(null);
	/** Whether the device has been asked. */
	ready = $state(false);
	#tell: () => void = () => {};
	/** Resolves when the device has been asked: before, a drawn page can't tell whose a press is. */
	readonly known = new Promise<void>((resolve) => (this.#tell = resolve));
	/** The server no longer knows the session: sign in again to send what waits. Nothing is lost meanwhile. */
	expired = $state(false);

	/** Shows who uses this device, as it has told. */
	show(user: User | null): void {
		if (this.user?.username !== user?.username) this.expired = false;
		this.user = user;
		this.ready = true;
		this.#tell();
	}
}

export const session = new Session();
