/** The baskets of one branch, cut down to what can still be frequent; its buffers are used again by its siblings. */
export class Branch {
	/** The branch's items by rank, most frequent first; rows hold ranks. */
	items = new Uint32Array(0);
	counts = new Uint32Array(0);
	size = 0;
	/** Rows of ascending ranks; row `r` ends before `cells[ends[r]]`. Rows of one item are left out: they extend nothing. */
	cells = new Uint32Array(0);
	ends = new Uint32Array(0);
	rows = 0;
	/** Start of the row and own place of each cell that has a more frequent item before it, by rank. */
	places = new Uint32Array(0);
	firstPlace = new Uint32Array(0);
	/** For one item, in how many rows each more frequent item stands beside it. All zero between uses. */
	tally = new Uint32Array(0);
	/** The rank in the branch below, plus one; 0 for an item that is not in it. */
	rankBelow = new Uint32Array(0);

	makeRoom(items: number, cells: number, rows: number): void {
		this.items = roomFor(this.items, items);
		this.counts = roomFor(this.counts, items);
		this.firstPlace = roomFor(this.firstPlace, items + 1);
		this.tally = roomFor(this.tally, items);
		this.rankBelow = roomFor(this.rankBelow, items);
		this.cells = roomFor(this.cells, cells);
		this.places = roomFor(this.places, 2 * cells);
		this.ends = roomFor(this.ends, rows);
	}

	/** Lists for each item where it stands, by counting. */
	findPlaces(): void {
		const { cells, ends, rows, places, firstPlace, size } = this;
		firstPlace.fill(0, 0, size + 1);
		for (let row = 0, start = 0; row < rows; start = ends[row++]!)
			for (let at = start + 1; at < ends[row]!; at++) firstPlace[cells[at]!]! += 2;
		let sum = 0;
		for (let rank = 0; rank <= size; rank++) firstPlace[rank] = sum += firstPlace[rank]!;
		// From the last row back, each list fills from its end, which leaves every firstPlace at its list's start.
		for (let row = rows - 1; row >= 0; row--) {
			const start = row > 0 ? ends[row - 1]! : 0;
			for (let at = start + 1; at < ends[row]!; at++) {
				const place = (firstPlace[cells[at]!]! -= 2);
				places[place] = start;
				places[place + 1] = at;
			}
		}
	}
}

function roomFor(array: Uint32Array<ArrayBuffer>, size: number): Uint32Array<ArrayBuffer> {
	return array.length >= size ? array : new Uint32Array(Math.max(size, 2 * array.length));
}
