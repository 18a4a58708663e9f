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
	expect(heard).toEqual([]);
	host.emitNews({ credits: 1 });
	host.emitNews({ profile: 1, credits: 2 });
	host.emitNews({ deployments: 1 });
	expect(heard).toEqual(["credits", "profile", "credits"]);
});

test("exports are told of by organization, and none hides those of another", () => {
	const host = new FakeHost();
	const news = new News(host);
	const heard: string[] = [];
	news.onExports("org_1", () => heard.push("org_1"));
	const stop = news.onExports("org_2", () => heard.push("org_2"));
	host.emitNews({ exports: { org_1: 1, org_2: 1, org_3: 1 } });
	host.emitNews({ exports: { org_1: 1, org_2: 2, org_3: 1 } });
	stop();
	host.emitNews({ exports: { org_1: 2, org_2: 3, org_3: 1 } });
	expect(heard).toEqual(["org_1", "org_2", "org_2", "org_1"]);
});

test("who listens no more is told nothing", () => {
	const { host, heard, stops } = listening();
	stops[0]?.();
	host.emitNews({ profile: 1, credits: 1 });
	expect(heard).toEqual(["credits"]);
});
