import { afterEach } from "vitest";

document.documentElement.lang = "en";

afterEach(() => {
	delete document.documentElement.dataset["theme"];
});
