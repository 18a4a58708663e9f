import { expect, test } from "vitest";
import { FakeHost } from "$lib/host/fake";
import { News, type Topic } from "./news";

function listening() {
	const host = new FakeHost();
	const news = new News(host);
	const heard: Topic[] = [];
	const stops = (["profile", "credits"] as const).map((topic) => news.on(topic, () => heard.push(topic)));
	return { host, heard, stops };
}

test("what is behind a number that grew is told", () => {
	const { host, heard } = listening();
	host.emitNews({ profile: 3, credits: 4 });
	expect(heard).toEqual([]);
	host.emitNews({ credits: 5 });
	host.emitNews({ profile: 5, credits: 6 });
	host.emitNews({ deployments: 1 });
	expect(heard).toEqual(["credits", "profile", "credits"]);
});

test("who listens no more is told nothing", () => {
	const { host, heard, stops } = listening();
	host.emitNews({});
	stops[0]?.();
	host.emitNews({ profile: 1, credits: 1 });
	expect(heard).toEqual(["credits"]);
});
