/** Line drawings of the kinds of part, each a path on a 64 grid, all with one stroke width. */
export const drawings = {
	brake:
		'M9 33a21 21 0 1 1 42 0a21 21 0 1 1 -42 0ZM20.5 33a9.5 9.5 0 1 1 19 0a9.5 9.5 0 1 1 -19 0ZM27 33a3 3 0 1 1 6 0a3 3 0 1 1 -6 0ZM30 19v.1M39.9 23.100v.1M20.1 23.100v.1M16 33v.1M20.1 42.900v.1M30 47v.1M39.9 42.900v.1M43.5 13.500l4.7-4.100c7.6 5.8 11 14.3 10.3 23.600l-6.4.2M43.5 13.500c5.6 4.5 8.5 11.5 8.6 19.700M49.5 16.500l3-2.600M51.9 23.500l4-1.3',
	tyre: 'M8 32a24 24 0 1 1 48 0a24 24 0 1 1 -48 0ZM17 32a15 15 0 1 1 30 0a15 15 0 1 1 -30 0ZM28 32a4 4 0 1 1 8 0a4 4 0 1 1 -8 0ZM32 28V17M35.8 30.800l10.5-3.400M34.4 35.200l6.5 8.900M29.6 35.200l-6.5 8.900M28.2 30.800l-10.5-3.4M32 8v4.500M44 11.200l-2.2 3.900M52.8 20l-3.9 2.200M56 32h-4.500M52.8 44l-3.9-2.200M44 52.800l-2.2-3.900M32 56v-4.500M20 52.800l2.2-3.900M11.2 44l3.9-2.200M8 32h4.500M11.2 20l3.9 2.200M20 11.200l2.2 3.9',
	oil: 'M14 22h20l5 6v24a3 3 0 0 1-3 3H14a3 3 0 0 1-3-3V25a3 3 0 0 1 3-3ZM16 22v-6h9v6M16 12.500h9V16h-9ZM30 22l4-8.5 5.5 3-3.3 7.9M17 35h16v11H17ZM17 40.500h16M51 29c3.5 4.6 5.5 7.7 5.5 10.500a5.5 5.5 0 0 1-11 0C45.5 36.7 47.5 33.6 51 29Z',
	engine:
		'M18 24h6l4-5h14l4 5v5h5v-4h5v19h-5v-4h-5l-6 8H22l-5-5h-5M12 43V28.500h6V24M12 31H7.500v9.500H12M30 19v-5M25 14h14M38 19v-5M25 30h13M25 35.500h13M25 41h8',
	body: 'M6 42v-6.500c0-2.3 1.4-3.8 3.6-4.300l8-1.8 8-9.600c1-1.2 2.2-1.8 3.8-1.800h12.100c1.7 0 3.1.8 4 2.200l5.6 8.6 3.4 1.200c2.2.8 3.5 2.5 3.5 4.800V42h-5M41 42H23.500M10.5 42H6M10.5 42.5a6.5 6.5 0 1 1 13 0a6.5 6.5 0 1 1 -13 0ZM40.5 42.5a6.5 6.5 0 1 1 13 0a6.5 6.5 0 1 1 -13 0ZM17.6 29.400h36M34 18v24M38 34h3.5',
	filter:
		'M14 15c0-3.3 8-5.5 18-5.500S50 11.7 50 15s-8 5.5-18 5.500S14 18.3 14 15ZM14 15v34c0 3.3 8 5.5 18 5.500S50 52.3 50 49V15M26 15c0-1.2 2.7-2 6-2s6 .8 6 2-2.7 2-6 2-6-.8-6-2ZM19.5 24v24M25.7 26v24.500M32 26.500v24.500M38.3 26v24.500M44.5 24v24',
	battery: 'M8 21h48v30H8ZM14 21v-6h10v6M40 21v-6h10v6M15 31h8M41 31h8M45 27v8M33.5 27l-6 10h9l-6 10',
	lights:
		'M33 13c-14 0-23.5 8-23.5 19S19 51 33 51c2.5-5 4-11.5 4-19s-1.5-14-4-19ZM17 32a6.5 6.5 0 1 1 13 0a6.5 6.5 0 1 1 -13 0ZM43 19l13-3.500M44.5 27.500l12.5-1.500M44.5 36.5 57 38M43 45l13 3.5',
	suspension:
		'M32 5v7M22 12h20v4H22ZM22 48h20v4H22ZM32 52v7M21 23.5c-2.5-1-2.5-3.6 0-4.2L43 16.5c3 .2 3 3.6 0 4.3L21 26.7M21 30.7c-2.5-1-2.5-3.6 0-4.2L43 23.7c3 .2 3 3.6 0 4.3L21 33.9M21 37.9c-2.5-1-2.5-3.6 0-4.2L43 30.9c3 .2 3 3.6 0 4.3L21 41.1M21 45.1c-2.5-1-2.5-3.6 0-4.2L43 38.1c3 .2 3 3.6 0 4.3L21 48.3',
	cooling:
		'M9 18h46v30H9ZM9 12.500h46V18H9ZM9 48h46v5.500H9ZM16 18v30M22.4 18v30M28.8 18v30M35.2 18v30M41.6 18v30M48 18v30M27 12.500V8.500h10v4M55 15.200h4.500M9 50.800H4.5',
	exhaust:
		'M20 26h24a7 7 0 0 1 0 17H20a7 7 0 0 1 0-17ZM13.5 32H5M13.5 37.500H5M50.5 32h4.500v-7h4M50.5 37.500h8.5M22 31.500h20M22 37.500h20M30 20c-2-2 2-4 0-6.500M37 20c-2-2 2-4 0-6.5',
	wiper:
		'M6 43c3-15 13.5-25.5 26-25.500S55 28 58 43l-9.5 4c-4-3-9.8-4.5-16.5-4.500S19.5 44 15.5 47ZM32 52l-9-25M17.5 30.5 28.5 23M29.5 53.5a2.5 2.5 0 1 1 5 0a2.5 2.5 0 1 1 -5 0ZM38 25.500c5 2.5 8.5 7 10.5 13',
	interior:
		'M25 6.5h8c1.5 0 2.6 1 2.8 2.5l.5 4h-12l.2-4.3c.1-1.3 1-2.2 2.3-2.2ZM27.5 13v4M33.5 13v4M24 17h11.5c1.7 0 3 1.2 3.3 2.9L42 42H23.5l-2.3-21.5c-.2-2 1-3.5 2.8-3.5ZM23.5 42c-2.6.8-4.5 3-4.5 5.5 0 2 1.5 3.5 3.5 3.5H47c2.5 0 4.5-1.8 4.5-4.3 0-2.7-2-4.7-4.7-4.7H42M28 23h6M28.7 29h6.3M29.5 35h6.5M20 57.5h30M25 51v6.5M45 51v6.5',
	transmission:
		'M22.6 24.7L23.1 20.1L26.9 20.1L27.4 24.7L30.9 25.9L34 22.4L37.1 24.6L34.7 28.6L36.9 31.6L41.4 30.6L42.6 34.3L38.4 36.1L38.4 39.9L42.6 41.7L41.4 45.4L36.9 44.4L34.7 47.4L37.1 51.4L34 53.6L30.9 50.1L27.4 51.3L26.9 55.9L23.1 55.9L22.6 51.3L19.1 50.1L16 53.6L12.9 51.4L15.3 47.4L13.1 44.4L8.6 45.4L7.4 41.7L11.6 39.9L11.6 36.1L7.4 34.3L8.6 30.6L13.1 31.6L15.3 28.6L12.9 24.6L16 22.4L19.1 25.9ZM19.5 38a5.5 5.5 0 1 1 11 0a5.5 5.5 0 1 1 -11 0ZM46.8 9L47.8 5.5L50.9 6.2L50.5 9.7L52.9 11.4L56 9.6L57.8 12.3L54.9 14.5L55.5 17.3L59 18.3L58.3 21.4L54.8 21L53.1 23.4L54.9 26.5L52.2 28.3L50 25.4L47.2 26L46.2 29.5L43.1 28.8L43.5 25.3L41.1 23.6L38 25.4L36.2 22.7L39.1 20.5L38.5 17.7L35 16.7L35.7 13.6L39.2 14L40.9 11.6L39.1 8.5L41.8 6.7L44 9.6ZM44 17.5a3 3 0 1 1 6 0a3 3 0 1 1 -6 0Z',
	part: 'M32 8l20.8 12v24L32 56 11.2 44V20ZM21 32a11 11 0 1 1 22 0a11 11 0 1 1 -22 0ZM25 27.500c2-3 5-4 8.5-3.500M39 36.500c-2 3-5 4-8.5 3.5'
} as const;

export type DrawingName = keyof typeof drawings;

/** Words in a section's name or icon that tell its drawing, first match wins. */
const words: [RegExp, DrawingName][] = [
	[/brak|brems|frein/, 'brake'],
	[/filter/, 'filter'],
	[/oil|fluid|lubric|grease/, 'oil'],
	[/ty?re\b|tyre|tire|wheel|rim/, 'tyre'],
	[/light|lamp|bulb|neon/, 'lights'],
	[/batter|electri|ignition|spark|sensor|charg/, 'battery'],
	[/suspen|shock|steer|spring|damper/, 'suspension'],
	[/cool|radiator|thermo|climate|air con/, 'cooling'],
	[/exhaust|muffler|silencer|emission/, 'exhaust'],
	[/wiper|wash|glass|windscreen/, 'wiper'],
	[/seat|interior|cabin|mat\b|audio/, 'interior'],
	[/transm|clutch|gear|drive|belt|chain/, 'transmission'],
	[/engine|piston|motor|turbo|fuel/, 'engine'],
	[/body|panel|mirror|bumper|door|exterior|accessor/, 'body']
];

/** The drawing of a section, by the icon the shop gave it, else by its name; a plain part where neither tells. */
export function drawingOf(section: { name: string; icon?: string }): DrawingName {
	if (section.icon && Object.hasOwn(drawings, section.icon)) return section.icon as DrawingName;
	const text = `${section.icon ?? ''} ${section.name}`.toLowerCase();
	return words.find(([pattern]) => pattern.test(text))?.[1] ?? 'part';
}
