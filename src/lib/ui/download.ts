/** Gives the person a file. */
export function download(content: Blob | string, name: string): void {
	const blob = typeof content === 'string' ? new Blob(['\ufeff', content], { type: 'text/csv' }) : content;
	const link = document.createElement('a');
	link.href = URL.createObjectURL(blob);
	link.download = name;
	link.click();
	// Some browsers read the file only after the click was handled.
	setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
