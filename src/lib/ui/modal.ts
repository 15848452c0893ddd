/**
 * Opens a dialog over the page; typing begins in its field with `data-first`, if it has one, unless a keyboard would rise
 * over it. Returns how it ends: a dialog that is taken out of the page, rather than closed, gives its focus to nobody, so
 * what had it before gets it back.
 */
export function showModal(dialog: HTMLDialogElement): () => void {
	const before = document.activeElement;
	dialog.showModal();
	if (matchMedia('(pointer: fine)').matches) dialog.querySelector<HTMLElement>('[data-first]')?.focus();
	return () =>
		requestAnimationFrame(() => {
			const top = [...document.querySelectorAll('dialog[open]')].at(-1);
			const lost = document.activeElement === document.body && (!top || top.contains(before));
			if (lost && before instanceof HTMLElement) before.focus({ preventScroll: true });
		});
}
