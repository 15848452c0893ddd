export interface Notice {
	id: number;
	/** `refused`: the server undid something; `info`: worth knowing; `error`: it did not work. */
	kind: 'refused' | 'info' | 'error';
	text: string;
	/** A way on, as a link. */
	action?: { label: string; href: string };
	/** The desk lists it until it is settled: here it goes with time. */
	listed?: boolean;
}

class Notices {
	#own = $state.raw<Notice[]>([]);
	#refused = $state.raw<Notice[]>([]);
	#hidden = $state.raw<ReadonlySet<number>>(new Set());
	#last = 0;
	#forget: (refusal: number) => void = () => {};

	/** Refusals stay until they are dismissed, also over a reload; those that the desk lists may be hidden before. */
	get list(): Notice[] {
		return [...this.#refused.filter(({ id }) => !this.#hidden.has(id)), ...this.#own];
	}

	add(kind: Notice['kind'], text: string, action?: Notice['action']): void {
		const others = this.#own.filter((notice) => notice.text !== text);
		this.#own = [...others, { id: ++this.#last, kind, text, ...(action && { action }) }];
	}

	/** Its person has read it. A refusal is forgotten then, but where there is something to decide. */
	dismiss(id: number): void {
		const refused = this.#refused.find((notice) => notice.id === id);
		if (refused && !refused.action) this.#forget(-id);
		else this.hide(id);
	}

	/** Takes it off the screen, in this tab; a refusal stays what it is. */
	hide(id: number): void {
		this.#own = this.#own.filter((notice) => notice.id !== id);
		this.#hidden = new Set([...this.#hidden, id]);
	}

	/** The stored refusals of the signed-in account; `forget` deletes one. Their ids here are below 0. */
	showRefused(refused: Omit<Notice, 'kind'>[], forget: (refusal: number) => void): void {
		this.#refused = refused.map((notice) => ({ ...notice, id: -notice.id, kind: 'refused' }));
		this.#forget = forget;
	}
}

export const notices = new Notices();
