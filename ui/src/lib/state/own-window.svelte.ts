import type { Language } from "$lib/bindings/Language";
import type { Zoom } from "$lib/bindings/Zoom";
import type { ZoomStep } from "$lib/bindings/ZoomStep";
import type { Host } from "$lib/host/host";
import { speak } from "$lib/language.svelte";
import { failureFrom, type Failure } from "./failure";
import { Setting } from "./setting.svelte";

type OwnHost = Pick<
	Host,
	"zoom" | "chooseLanguage" | "printPage" | "diagnostics" | "closeToTray" | "startsAtLogin" | "startAtLogin"
>;

/** How long a note stays, in milliseconds. */
const NOTE_MS = 4_000;

/** Something that the window says of itself in passing. */
export type WindowNote =
	| { readonly kind: "zoom"; readonly percent: number }
	| { readonly kind: "failed"; readonly failure: Failure };

/**
 * The window that the page is drawn in: how large it draws, what it speaks and prints, the keys that it takes, and when
 * it opens and closes.
 */
export class OwnWindow {
	#host: OwnHost;
	#zoom: Zoom;
	#note = $state.raw<WindowNote | null>(null);
	#timer: ReturnType<typeof setTimeout> | undefined;
	/** Changes one after the other, so that the last answer is of the last one. */
	#turn: Promise<void> = Promise.resolve();

	#closesToTray: boolean;
	#startsAtLogin = $state<boolean | null>(null);

	/** Whether the overview of keys is open. */
	keysShown = $state(false);

	/** Whether closing the window leaves the app in the tray. */
	readonly closingToTray = new Setting<boolean>(
		() => this.#closesToTray,
		async (on) => {
			await this.#host.closeToTray(on);
			this.#closesToTray = on;
		},
	);

	/** Whether the person's session starts the app. */
	readonly startingAtLogin = new Setting<boolean>(
		() => this.#startsAtLogin ?? false,
		async (on) => {
			await this.#host.startAtLogin(on);
			this.#startsAtLogin = on;
		},
	);

	constructor(host: OwnHost & Pick<Host, "boot">) {
		this.#host = host;
		this.#zoom = $state.raw(host.boot.zoom);
		this.#closesToTray = $state(host.boot.closesToTray);
	}

	/** Whether it is known if the person's session starts the app. */
	get knowsLogin(): boolean {
		return this.#startsAtLogin !== null;
	}

	/** Asks whether the person's session starts the app: that is also changed in the system's settings. */
	async lookAtLogin(): Promise<void> {
		try {
			this.#startsAtLogin = await this.#host.startsAtLogin();
		} catch {
			this.#startsAtLogin = null;
		}
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
		return this.#inTurn(async () => {
			this.#zoom = await this.#host.zoom(step);
			this.#say({ kind: "zoom", percent: this.#zoom.percent });
		});
	}

	/** Speaks a language, or the system's where none is `chosen`. */
	speak(chosen: Language | null): Promise<void> {
		return this.#inTurn(async () => speak(await this.#host.chooseLanguage(chosen)));
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

	#inTurn(change: () => Promise<void>): Promise<void> {
		this.#turn = this.#turn
			.then(change)
			.catch((thrown: unknown) => this.#say({ kind: "failed", failure: failureFrom(thrown) }));
		return this.#turn;
	}

	#say(note: WindowNote): void {
		clearTimeout(this.#timer);
		this.#note = note;
		this.#timer = setTimeout(() => (this.#note = null), NOTE_MS);
	}
}
