import type { FailureCode } from "$lib/bindings/FailureCode";
import type { Operation } from "./answering";
import { FakeHost } from "./fake";
import type { Host } from "./host";
import { scenarios } from "./scenarios";

/**
 * A host for looking at the page in a browser: `?scenario=` names a state, `?path=` a page, `?theme=` light or dark,
 * `?fail=operation:code` makes an operation fail, `?hold=operation` leaves it unanswered.
 */
export function previewHost(query: URLSearchParams): Host {
	const host = new FakeHost();
	const dark = query.get("theme") ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
	host.boot = { ...host.boot, systemColorScheme: dark === "dark" ? "dark" : "light" };
	scenarios[query.get("scenario") ?? "connect"]?.(host);
	for (const failing of query.getAll("fail")) {
		const [operation, code] = failing.split(":");
		host.fail(operation as Operation, code as FailureCode);
	}
	for (const held of query.getAll("hold")) host.hold(held as Operation);
	return host;
}
