export interface Notice {
	id: number;
	/** `refused`: the server undid something; `info`: worth knowing; `error`: it did not work. */
	kind: 'refused' | 'info' | 'error';
	text: string;
	/** A way on, as a link. */
	action?: { label: string; href: string };
}

class Notices {
	list = $state.raw<Notice[]>([]);
	#last = 0;

	add(kind: Notice['kind'], text: string, action?: Notice['action']): void {
		if (this.list.some((notice) => notice.text === text)) return;
		this.list = [...this.list, { id: ++this.#last, kind, text, ...(action && { action }) }];
	}

	dismiss(id: number): void {
		this.list = this.list.filter((notice) => notice.id !== id);
	}
}

export const notices = new Notices();
