import type { Task } from '$lib/client/desk/stock-sheet';

/** The parts that are being received, counted or moved: they outlive a look at another page. */
class Sheet {
	task = $state<Task>('receive');
	lines = $state<{ productId: string; pieces: number; seen: number }[]>([]);
	note = $state('');

	/** A part once more: every scan is a piece. */
	add(productId: string, stock: number): void {
		const line = this.lines.find((one) => one.productId === productId);
		if (line) line.pieces++;
		else this.lines.unshift({ productId, pieces: 1, seen: stock });
	}

	remove(productId: string): void {
		this.lines = this.lines.filter((line) => line.productId !== productId);
	}

	clear(): void {
		this.lines = [];
		this.note = '';
	}
}

export const sheet = new Sheet();
