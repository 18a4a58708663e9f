/** Where a page of the signed-in app is found, such as `/profile`. */
export type Path = `/${string}`;

/** Where a person lands after signing in. */
export const landingPage: Path = "/profile";

/** Which page is open. Kept while a person signs in again, so that they come back to it. */
export class Router {
	#path = $state<Path>(landingPage);

	get path(): Path {
		return this.#path;
	}

	open(path: Path): void {
		this.#path = path;
	}
}
