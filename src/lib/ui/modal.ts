/**
 * Opens a dialog over the page. Returns how it ends: a dialog that is taken out of the page, rather than closed, gives its
 * focus to nobody, so what had it before gets it back.
 */
export function showModal(dialog: HTMLDialogElement): () => void {
	const before = document.activeElement;
	dialog.showModal();
	return () =>
		requestAnimationFrame(() => {
			const lost = document.activeElement === document.body && !document.querySelector('dialog[open]');
			if (lost && before instanceof HTMLElement) before.focus({ preventScroll: true });
		});
}
