import { Unsaved } from "./unsaved.svelte";

/** Where a page of the signed-in app is found, such as `/profile`. */
export type Path = `/${string}`;

/** Where a person lands after signing in. */
export const landingPage: Path = "/profile";

/** Which page is open. Kept while a person signs in again, so that they come back to it. */
export class Router {
	#path = $state<Path>(landingPage);
	#cameFrom: Path | null = null;

	/** What would be lost when another page opens. */
	readonly unsaved = new Unsaved();

	get path(): Path {
		return this.#path;
	}

	/** The page that was open before, so that the focus can go back to what led there. */
	get cameFrom(): Path | null {
		return this.#cameFrom;
	}

	/** Opens a page, once the person agreed to lose what is not saved on this one. */
	open(path: Path): void {
		this.unsaved.before(() => {
			this.#cameFrom = this.#path;
			this.#path = path;
		});
	}
}
