class Updates {
	/** A new version of the app is installed and waits for the person's word. */
	available = $state(false);

	/** Takes the new version: every tab of the shop loads once more. */
	apply(): void {}
}

export const updates = new Updates();
