/** Chromium's event: not in the standard library's types. */
interface InstallPrompt extends Event {
	prompt(): Promise<unknown>;
}

/** The offer to install the shop as an app: kept until its person looks for it, never pushed at them. */
class Install {
	#prompt = $state.raw<InstallPrompt | null>(null);

	/** Whether this browser would install it now. */
	get possible(): boolean {
		return this.#prompt !== null;
	}

	/** Keeps the browser's own prompt back. Called once, by `start`. */
	watch(): void {
		addEventListener('beforeinstallprompt', (event) => {
			event.preventDefault();
			this.#prompt = event as InstallPrompt;
		});
		addEventListener('appinstalled', () => (this.#prompt = null));
	}

	/** Shows the browser's question, which it answers once only. */
	async ask(): Promise<void> {
		const prompt = this.#prompt;
		this.#prompt = null;
		await prompt?.prompt();
	}
}

export const install = new Install();
