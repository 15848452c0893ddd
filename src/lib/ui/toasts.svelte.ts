/** What happened, said in passing; at most one step beside it. */
export interface Toast {
	id: number;
	text: string;
	tone?: 'info' | 'bad';
	action?: { label: string; run(): void };
	/** Stays until it is dismissed. */
	sticky?: boolean;
}

let lastId = 0;

class Toasts {
	list = $state<Toast[]>([]);

	/** Shows a toast; the newest three stay. Returns its id. */
	show(text: string, options: Omit<Toast, 'id' | 'text'> = {}): number {
		const id = ++lastId;
		this.list = [...this.list.filter((toast) => toast.text !== text), { id, text, ...options }].slice(-3);
		return id;
	}

	dismiss(id: number): void {
		this.list = this.list.filter((toast) => toast.id !== id);
	}
}

export const toasts = new Toasts();
