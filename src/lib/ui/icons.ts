/** Paths on a 24 grid, drawn with one stroke. */
export const icons = {
	search: '<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/>',
	shop: '<path d="M4 10v9.5h16V10"/><path d="M3 9.5 5 4.5h14l2 5a3 3 0 0 1-6 0 3 3 0 0 1-6 0 3 3 0 0 1-6 0Z"/><path d="M9.5 19.5V14h5v5.5"/>',
	cart: '<path d="M2.5 4h3l2.3 11h10.4l2-8H6.2"/><circle cx="9" cy="19" r="1.5"/><circle cx="17" cy="19" r="1.5"/>',
	orders:
		'<path d="M6 3.5h12v17l-2.4-1.6-2.4 1.6-2.4-1.6-2.4 1.6L6 18.9Z"/><path d="M9.5 8.5h5M9.5 12.5h5"/>',
	bundles:
		'<rect x="3.5" y="8.5" width="8" height="8" rx="1.5"/><rect x="12.5" y="3.5" width="8" height="8" rx="1.5"/><path d="M15 16.5h5M17.5 14v5"/>',
	user: '<circle cx="12" cy="8" r="3.8"/><path d="M4.5 20c1-4 4-6 7.5-6s6.5 2 7.5 6"/>',
	desk: '<path d="M4 7h9M17 7h3M4 12h3M11 12h9M4 17h7M15 17h5"/><circle cx="15" cy="7" r="2"/><circle cx="9" cy="12" r="2"/><circle cx="13" cy="17" r="2"/>',
	check: '<path d="m5 12.5 4.5 4.500L19 7.5"/>',
	close: '<path d="m6 6 12 12M18 6 6 18"/>',
	plus: '<path d="M12 5v14M5 12h14"/>',
	minus: '<path d="M5 12h14"/>',
	right: '<path d="m9.5 5.5 6.5 6.5-6.5 6.5"/>',
	left: '<path d="M14.5 5.5 8 12l6.5 6.5"/>',
	down: '<path d="m5.5 9.5 6.5 6.5 6.5-6.5"/>',
	online:
		'<path d="M3 9.500c5-4.7 13-4.7 18 0M6.5 13.300c3.1-2.9 7.9-2.9 11 0"/><circle cx="12" cy="17.5" r="1.3"/>',
	offline:
		'<path d="M3 9.500c1.6-1.5 3.5-2.5 5.5-3M12.5 6c3 .1 6.1 1.3 8.5 3.500M6.5 13.300a8 8 0 0 1 3.5-1.900M4 4l16 16"/><circle cx="12" cy="17.5" r="1.3"/>',
	refresh: '<path d="M19.5 12a7.5 7.5 0 1 1-2.3-5.400L19.5 9"/><path d="M19.5 4.500V9H15"/>',
	sun: '<circle cx="12" cy="12" r="4"/><path d="M12 2.500v2.500M12 19v2.500M2.5 12H5M19 12h2.500M5.3 5.3 7 7M17 17l1.7 1.700M5.3 18.7 7 17M17 7l1.7-1.7"/>',
	moon: '<path d="M19.5 14.500A8 8 0 0 1 9.5 4.500a8 8 0 1 0 10 10Z"/>',
	system: '<circle cx="12" cy="12" r="8"/><path d="M12 4v16M12 8h6.500M12 12h8M12 16h6.5"/>',
	trash:
		'<path d="M4.5 6.500h15M9.5 6.500V4h5v2.500M6.5 6.500l1 13.500h9l1-13.500M10.3 10.500v5.500M13.7 10.500v5.5"/>',
	print: '<path d="M7 9V3.500h10V9M7 17H4V9h16v8h-3"/><path d="M7 13.500h10v7H7Z"/>',
	alert: '<path d="M12 4 2.8 19.500h18.400Z"/><path d="M12 10v4.500M12 17v.2"/>',
	info: '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5M12 8v.2"/>',
	clock: '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.500l3.5 2"/>',
	car: '<path d="M3 16.500v-4l2.5-1 2-4.500h8l3 4.5 2.5 1v4h-2M8.5 16.500h7M3 16.500h1"/><circle cx="6.3" cy="16.8" r="1.9"/><circle cx="17.2" cy="16.8" r="1.9"/>',
	filter: '<path d="M4 6h16M7 12h10M10 18h4"/>',
	lock: '<rect x="5" y="10.5" width="14" height="9.5" rx="2"/><path d="M8.5 10.500V7.500a3.5 3.5 0 0 1 7 0v3"/>',
	edit: '<path d="M4.5 19.5 6 14.5 16.5 4l3.5 3.500L9.5 18Z"/>',
	queued: '<path d="M4 14.500v5h16v-5M12 15V4.500M8 8.500l4-4 4 4"/>',
	overview:
		'<rect x="4" y="4" width="7" height="9" rx="1.5"/><rect x="13" y="4" width="7" height="5" rx="1.5"/><rect x="4" y="15" width="7" height="5" rx="1.5"/><rect x="13" y="11" width="7" height="9" rx="1.5"/>',
	counter:
		'<path d="M4 13.500h16V20H4Z"/><path d="M7 13.500 8.500 8h9l1.500 5.500M10 8V4.500h5"/><path d="M10 17h4"/>',
	tag: '<path d="M4 4.500h7.500l8.500 8.500-7 7L4 11.500Z"/><circle cx="8" cy="8.500" r="1.2"/>',
	boxes:
		'<rect x="4" y="12.5" width="7.500" height="7" rx="1"/><rect x="12.5" y="12.5" width="7.500" height="7" rx="1"/><rect x="8.2" y="4.500" width="7.500" height="7" rx="1"/>',
	bars: '<path d="M4 20h16M7 16.500v-5M12 16.500V5M17 16.500V9"/>',
	trend: '<path d="M4 4v16h16"/><path d="m7.500 15 3.500-4 3 2.500 5-6.500M15.500 7H19v3.500"/>',
	pie: '<path d="M12 3.800a8.200 8.200 0 1 0 8.200 8.200H12Z"/><path d="M15.500 3.500A8 8 0 0 1 20.500 8.500h-5Z"/>',
	sheet:
		'<rect x="4" y="4.500" width="16" height="15" rx="1.5"/><path d="M4 9.500h16M4 14.500h16M10 9.500v10"/>',
	users:
		'<circle cx="9" cy="8.500" r="3.300"/><path d="M2.800 19c.7-3.500 3.200-5.200 6.200-5.200s5.500 1.700 6.200 5.200M15 5.500a3.200 3.200 0 0 1 0 6M17.300 14.300c2 .6 3.400 2.200 3.900 4.700"/>',
	log: '<path d="M8.500 6H20M8.500 12H20M8.500 18H20M4.300 6h.2M4.300 12h.2M4.300 18h.2"/>',
	gear: '<circle cx="12" cy="12" r="3"/><path d="M12 3.500v3M12 17.500v3M3.500 12h3M17.500 12h3M6 6l2.100 2.100M15.900 15.900 18 18M18 6l-2.100 2.100M8.100 15.900 6 18"/>',
	pane: '<rect x="4" y="4.500" width="16" height="15" rx="1.5"/><path d="M9.500 4.500v15"/>',
	out: '<path d="M10 4H4.500v16H10M15 8l4 4-4 4M19 12H9"/>'
} as const;

export type IconName = keyof typeof icons;
