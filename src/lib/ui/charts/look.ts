export type Kind = 'bar' | 'line';

/** Colours, as a canvas takes them, and the font. */
export interface Look {
	text: string;
	line: string;
	font: string;
	colours: string[];
	/** Of what is drawn behind what matters. */
	edge: string;
	shade: string;
	/** What lies behind, and what is sunk into it. */
	surface: string;
	sunken: string;
}

/** The tokens that hold on a canvas now. */
export function lookOf(canvas: HTMLCanvasElement): Look {
	const style = getComputedStyle(canvas);
	// A token's `light-dark()` is worked out only where a property uses it.
	const probe = canvas.parentElement!.appendChild(document.createElement('i'));
	const token = (name: string) => {
		probe.style.color = `var(${name})`;
		return getComputedStyle(probe).color;
	};
	const look = {
		text: token('--ink-soft'),
		line: token('--line'),
		font: style.fontFamily,
		colours: [1, 2, 3, 4, 5, 6].map((place) => token(`--chart-${place}`)),
		edge: token('--edge'),
		shade: token('--warn-tint'),
		surface: token('--surface'),
		sunken: token('--sunken')
	};
	probe.remove();
	return look;
}

/** A colour, so many percent of it. */
export const thinned = (colour: string, percent: number): string =>
	colour.replace(/^rgb\((.*)\)$/, `rgb($1 / ${percent}%)`).replaceAll(',', '');
