/** How demand moves: by the day of the week, the month, and over the two years. Tables, so that no machine rounds differently. */

/** Monday to Sunday. */
export const weekday = [1.1, 1, 0.95, 1, 1.15, 1.45, 0.35];

/** January to December: what a part sells in that month beside its mean. */
const monsoon = [0.6, 0.6, 0.7, 0.8, 1.1, 1.9, 2, 1.6, 1.1, 0.7, 0.5, 0.5];
const summer = [0.5, 0.7, 1.2, 1.7, 1.9, 1.5, 0.9, 0.8, 0.8, 0.8, 0.6, 0.5];
const winter = [1.8, 1.4, 0.9, 0.6, 0.5, 0.5, 0.6, 0.7, 0.8, 1.2, 1.7, 1.9];

/** Demand beside its mean, for the share of the two years that is past (0 to 1) and the month (0 to 11). */
export const patterns = {
	steady: () => 1,
	growing: (past) => 0.4 + 1.3 * past,
	dying: (past) => 1.7 - 1.5 * past,
	new: (past) => (past < 0.45 ? 0 : 3 * (past - 0.45)),
	gone: (past) => (past < 0.6 ? 1.5 - past : 0),
	monsoon: (_past, month) => monsoon[month],
	summer: (_past, month) => summer[month],
	winter: (_past, month) => winter[month],
	/** Rare, and at times a workshop takes many. */
	lumpy: () => 0.8,
	intermittent: () => 0.7
};

/** The shop's own year: weddings and festivals in autumn, holidays in May. */
export const trade = [0.95, 0.95, 1, 1, 1.08, 1, 0.98, 0.95, 1, 1.12, 1.05, 0.92];

/** Pieces a line, and how often among a hundred. */
export const quantities = {
	one: { 1: 88, 2: 10, 3: 2 },
	pairs: { 1: 30, 2: 62, 4: 8 },
	fours: { 1: 10, 2: 10, 3: 8, 4: 68, 8: 4 },
	litres: { 1: 48, 2: 28, 3: 12, 4: 10, 6: 2 },
	tyres: { 1: 20, 2: 40, 4: 38, 5: 2 },
	bulk: { 6: 40, 8: 25, 12: 20, 16: 10, 24: 5 }
};

/** What goes over the counter with a part, and how probably. */
export const companions = {
	P001: { P0015: 0.34, P0020: 0.36, P0011: 0.14 },
	P0007: { P0015: 0.24, P0020: 0.22 },
	P0011: { P001: 0.66, P0020: 0.4, P0015: 0.22 },
	P0016: { P0015: 0.3, P0020: 0.3, P0019: 0.12 },
	P0017: { P0020: 0.4, P0015: 0.25 },
	P003: { P0032: 0.5, P0034: 0.2, P0074: 0.1 },
	P0012: { P0032: 0.42, P0033: 0.2, P0034: 0.22, P0036: 0.12 },
	P0013: { P0043: 0.22, P0071: 0.08 },
	P0032: { P003: 0.26, P0012: 0.26 },
	P0033: { P0012: 0.5, P0036: 0.2 },
	P0006: { P0028: 0.6, P0027: 0.4, P0030: 0.2 },
	P0027: { P0065: 0.4, P0030: 0.3, P003: 0.25 },
	P0025: { P0064: 0.62, P0065: 0.45, P0031: 0.3 },
	P0063: { P0065: 0.7, P0067: 0.4, P0066: 0.35 },
	P0064: { P0065: 0.55 },
	P0042: { P0034: 0.2, P0044: 0.1 },
	P0056: { P0060: 0.4, P0057: 0.3 },
	P0058: { P0059: 0.45, P0060: 0.3, P0062: 0.15 },
	P0068: { P0014: 0.4, P0069: 0.15 },
	P0072: { P0073: 0.66, P0074: 0.3 },
	P0073: { P0072: 0.45, P0074: 0.25 },
	P0051: { P0052: 0.2, P0076: 0.3 },
	P0022: { P0024: 0.15 },
	P0023: { P0024: 0.35 },
	P0050: { P0047: 0.2 },
	P0054: { P0047: 0.35 },
	P0040: { P0047: 0.1 },
	P005: { P0009: 0.35 }
};
