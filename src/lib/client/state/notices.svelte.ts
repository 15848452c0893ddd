export interface Notice {
	id: number;
	/** `refused`: the server undid something; `info`: worth knowing; `error`: it did not work. */
	kind: 'refused' | 'info' | 'error';
	text: string;
	/** A way on, as a link. */
	action?: { label: string; href: string };
}

class Notices {
	#own = $state.raw<Notice[]>([]);
	#refused = $state.raw<Notice[]>([]);
	#last = 0;
	#forget: (refusal: number) => void = () => {};

	/** Refusals stay until they are dismissed, also over a reload. */
	get list(): Notice[] {
		return [...this.#refused, ...this.#own];
	}

	add(kind: Notice['kind'], text: string, action?: Notice['action']): void {
		const others = this.#own.filter((notice) => notice.text !== text);
		this.#own = [...others, { id: ++this.#last, kind, text, ...(action && { action }) }];
	}

	dismiss(id: number): void {
		this.#own = this.#own.filter((notice) => notice.id !== id);
		if (id < 0) this.#forget(-id);
	}

	/** The stored refusals of the signed-in account; `forget` deletes one. Their ids here are below 0. */
	showRefused(refused: { id: number; text: string }[], forget: (refusal: number) => void): void {
		this.#refused = refused.map(({ id, text }) => ({ id: -id, kind: 'refused', text }));
		this.#forget = forget;
	}
}

export const notices = new Notices();
