/** How long the worker of before may take to leave before this tab loads all the same, ms. */
const TAKE_OVER_MS = 5000;

class Updates {
	/** A new version of the app is installed and waits for the person's word. */
	available = $state(false);
	/** The service worker answers for this page: it opens without the network. */
	controlled = $state(false);
	#waiting: ServiceWorker | null = null;
	#asked = false;

	/** Registers the service worker and watches for new versions. */
	async register(): Promise<void> {
		if (!('serviceWorker' in navigator)) return;
		const { serviceWorker } = navigator;
		this.controlled = serviceWorker.controller !== null;
		serviceWorker.addEventListener('controllerchange', () => {
			this.controlled = true;
			if (this.#asked) location.reload();
		});
		const registration = await serviceWorker
			.register('/service-worker.js', { type: import.meta.env.DEV ? 'module' : 'classic' })
			.catch(() => null);
		if (!registration) return;
		const watch = () => this.#watch(registration);
		watch();
		void this.#askForClaim(serviceWorker);
		registration.addEventListener('updatefound', watch);
		document.addEventListener('visibilitychange', () => {
			if (document.visibilityState === 'visible') registration.update().catch(() => {});
		});
	}

	/** Takes the new version: this tab loads once more, another one only when its person says so there. */
	apply(): void {
		this.#asked = true;
		if (this.#waiting?.state !== 'installed') return location.reload();
		navigator.serviceWorker.controller?.postMessage({ type: 'LEAVE' });
		this.#waiting.postMessage({ type: 'SKIP_WAITING' });
		setTimeout(() => location.reload(), TAKE_OVER_MS);
	}

	/** Asks the server for a new version now: this one's messages are too old for it. */
	async check(): Promise<void> {
		const registration = await navigator.serviceWorker?.getRegistration();
		await registration?.update().catch(() => {});
	}

	/** A page that was loading while the first worker began is passed over by its claim. */
	async #askForClaim(serviceWorker: ServiceWorkerContainer): Promise<void> {
		const { active } = await serviceWorker.ready;
		if (!serviceWorker.controller) active?.postMessage({ type: 'CLAIM' });
	}

	#watch(registration: ServiceWorkerRegistration): void {
		const { installing, waiting } = registration;
		const ready = (worker: ServiceWorker) => {
			// The first worker of a device takes over by itself.
			if (!navigator.serviceWorker.controller) return;
			this.#waiting = worker;
			this.available = true;
		};
		if (waiting) ready(waiting);
		installing?.addEventListener('statechange', () => {
			if (installing.state === 'installed') ready(installing);
		});
	}
}

export const updates = new Updates();
