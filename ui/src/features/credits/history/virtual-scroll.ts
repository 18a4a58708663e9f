/** Pixels that an element can be high in every web view, with room to spare. */
const TALLEST = 8_000_000;

/** As many windows a wheel may go in one go; no scroll bar is so long that it goes less at a time. */
const SHORT_WAY = 5;

/**
 * Maps the scrolling of an element to rows that would together be higher than an element can be. Short ways are gone
 * pixel by pixel; a long one, as with the scroll bar, goes to the same share of all rows.
 */
export class VirtualScroll {
	#whole = 0;
	#window = 0;
	#position = 0;
	/** Where the element was scrolled to last. */
	#seen = 0;

	constructor(readonly tallest = TALLEST) {}

	/** How high the element is to be, in pixels. */
	get height(): number {
		return Math.min(this.#whole, this.tallest);
	}

	/** Pixels of rows above the window. */
	get position(): number {
		return this.#position;
	}

	/** What to take from a place among all rows to get one within the element. */
	get shift(): number {
		return this.#position - this.#seen;
	}

	/**
	 * @param whole Pixels of all rows.
	 * @param window Pixels that are seen at a time.
	 */
	measure(whole: number, window: number): void {
		this.#whole = whole;
		this.#window = window;
		this.#position = this.#within(this.#position);
	}

	/** The element was scrolled. */
	scrolled(to: number): void {
		const way = to - this.#seen;
		const isLong = Math.abs(way) > SHORT_WAY * this.#window;
		this.#seen = to;
		if (this.height === this.#whole) this.#position = to;
		else this.#position = this.#within(isLong ? this.#positionAt(to) : this.#position + way);
	}

	/** Whether the element has no way left although there are rows there, or the other way round. */
	get stuck(): boolean {
		const end = this.height - this.#window;
		const isAtEdge = this.#seen <= 0 || this.#seen >= end;
		return isAtEdge && Math.abs(this.rest - this.#seen) >= 1;
	}

	/** Where the element has to be scrolled to, so that the scroll bar says how far down the rows are. */
	get rest(): number {
		const [ways, whole] = [this.height - this.#window, this.#whole - this.#window];
		return whole <= 0 ? 0 : (this.#position / whole) * ways;
	}

	/** The element was put there; the rows stay where they are. */
	put(at: number): void {
		this.#seen = at;
	}

	/** Goes to a place among all rows, in pixels. */
	go(position: number): void {
		this.#position = this.#within(position);
	}

	#positionAt(seen: number): number {
		const [ways, whole] = [this.height - this.#window, this.#whole - this.#window];
		return ways <= 0 ? 0 : (seen / ways) * whole;
	}

	#within(position: number): number {
		return Math.max(0, Math.min(position, this.#whole - this.#window));
	}
}
