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

const TOKENS = ['ink-soft', 'line', 'edge', 'warn-tint', 'surface', 'sunken'].concat(
	[1, 2, 3, 4, 5, 6].map((place) => `chart-${place}`)
);

/** The tokens that hold on a canvas now. */
export function lookOf(canvas: HTMLCanvasElement): Look {
	const style = getComputedStyle(canvas);
	// A token's `light-dark()` is worked out only where a property uses it; all are asked for before the first is read.
	const probe = document.createElement('span');
	for (const token of TOKENS) probe.appendChild(document.createElement('i')).style.color = `var(--${token})`;
	canvas.parentElement!.append(probe);
	const [text, line, edge, shade, surface, sunken, ...colours] = Array.from(
		probe.children,
		(one) => getComputedStyle(one).color
	) as [string, string, string, string, string, string, ...string[]];
	probe.remove();
	return { text, line, font: style.fontFamily, colours, edge, shade, surface, sunken };
}

/** A colour, so many percent of it. */
export const thinned = (colour: string, percent: number): string =>
	colour.replace(/^rgb\((.*)\)$/, `rgb($1 / ${percent}%)`).replaceAll(',', '');
