import type { ColorScheme } from "$lib/bindings/ColorScheme";
import type { Theme } from "$lib/bindings/Theme";

/** The look in force: the person's choice, and what the system is at while the choice is to follow it. */
export class ThemeInForce {
	#choice: Theme;
	#system: ColorScheme;
	#root: HTMLElement;

	constructor(choice: Theme, system: ColorScheme, root: HTMLElement = document.documentElement) {
		this.#choice = choice;
		this.#system = system;
		this.#root = root;
		this.#apply();
	}

	/** What is drawn. */
	get colorScheme(): ColorScheme {
		return this.#choice === "system" ? this.#system : this.#choice;
	}

	/** The person chose, or a choice went back. */
	choose(choice: Theme): void {
		this.#choice = choice;
		this.#apply();
	}

	/** The system turned light or dark. */
	follow(system: ColorScheme): void {
		this.#system = system;
		this.#apply();
	}

	/** Written at once, not by an effect, so that the next frame is already right. */
	#apply(): void {
		this.#root.dataset.theme = this.colorScheme;
	}
}
