import { Unsaved } from "./unsaved.svelte";

/** Where a page of the signed-in app is found, such as `/profile`. */
export type Path = `/${string}`;

/** Where a person lands who pinned no page. */
export const landingPage: Path = "/";

/** Which page is open. Kept while a person signs in again, so that they come back to it. */
export class Router {
	#path = $state<Path>(landingPage);
	#part = $state<string | null>(null);
	#cameFrom: Path | null = null;
	#chosen = false;

	/** What would be lost when another page opens. */
	readonly unsaved = new Unsaved();

	get path(): Path {
		return this.#path;
	}

	/** The part of the page that was asked for, if only one was. */
	get part(): string | null {
		return this.#part;
	}

	/** The page that was open before, so that the focus can go back to what led there. */
	get cameFrom(): Path | null {
		return this.#cameFrom;
	}

	/** Whether it was the person who opened the page. */
	get chosen(): boolean {
		return this.#chosen;
	}

	/** The person opens a page, once they agreed to lose what is not saved on this one. */
	open(path: Path, part: string | null = null): void {
		this.unsaved.before(() => {
			this.#go(path, part, this.#path);
			this.#chosen = true;
		});
	}

	/**
	 * A page opens by itself.
	 *
	 * @param cameFrom The page that it takes the place of, if the person was on one: the focus has to go on from there.
	 */
	land(path: Path, cameFrom: Path | null = null): void {
		this.#go(path, null, cameFrom);
		this.#chosen = false;
	}

	#go(path: Path, part: string | null, cameFrom: Path | null): void {
		this.#cameFrom = cameFrom;
		this.#path = path;
		this.#part = part;
	}
}
