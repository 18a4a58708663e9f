import type { Zoom } from "$lib/bindings/Zoom";
import type { ZoomStep } from "$lib/bindings/ZoomStep";
import type { Host } from "$lib/host/host";
import { failureFrom, type Failure } from "./failure";

/** How long a note stays, in milliseconds. */
const NOTE_MS = 4_000;

/** Something that the window says of itself in passing. */
export type WindowNote =
	| { readonly kind: "zoom"; readonly percent: number }
	| { readonly kind: "failed"; readonly failure: Failure };

/** The window that the page is drawn in: how large it draws, what it prints, and the keys that it takes. */
export class OwnWindow {
	#host: Pick<Host, "zoom" | "printPage" | "diagnostics">;
	#zoom: Zoom;
	#note = $state.raw<WindowNote | null>(null);
	#timer: ReturnType<typeof setTimeout> | undefined;
	/** Steps one after the other, so that the last answer is of the last step. */
	#turn: Promise<void> = Promise.resolve();

	/** Whether the overview of keys is open. */
	keysShown = $state(false);

	constructor(host: Pick<Host, "boot" | "zoom" | "printPage" | "diagnostics">) {
		this.#host = host;
		this.#zoom = $state.raw(host.boot.zoom);
	}

	/** How large the page is drawn. */
	get zoom(): Zoom {
		return this.#zoom;
	}

	/** What the window says in passing; null when there is nothing to say. */
	get note(): WindowNote | null {
		return this.#note;
	}

	/** Draws the page larger or smaller. */
	change(step: ZoomStep): Promise<void> {
		this.#turn = this.#turn.then(async () => {
			try {
				this.#zoom = await this.#host.zoom(step);
				this.#say({ kind: "zoom", percent: this.#zoom.percent });
			} catch (thrown) {
				this.#say({ kind: "failed", failure: failureFrom(thrown) });
			}
		});
		return this.#turn;
	}

	/** What helps those who help the person, as text; rejects with what the host said. */
	diagnostics(): Promise<string> {
		return this.#host.diagnostics();
	}

	/** Prints what the page shows. */
	async print(): Promise<void> {
		try {
			await this.#host.printPage();
		} catch (thrown) {
			this.#say({ kind: "failed", failure: failureFrom(thrown) });
		}
	}

	#say(note: WindowNote): void {
		clearTimeout(this.#timer);
		this.#note = note;
		this.#timer = setTimeout(() => (this.#note = null), NOTE_MS);
	}
}
