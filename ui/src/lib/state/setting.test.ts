import { describe, expect, test } from "vitest";
import { Setting } from "./setting.svelte";

/** A value that is saved when the test says so. */
function slowlySaved(initial: string) {
	let saved = initial;
	const sent: string[] = [];
	const answers: { succeed: () => void; fail: () => void }[] = [];
	const setting = new Setting<string>(
		() => saved,
		(value) =>
			new Promise((resolve, reject) => {
				sent.push(value);
				answers.push({
					succeed: () => {
						saved = value;
						resolve();
					},
					fail: () => reject(new Error("refused")),
				});
			}),
	);
	return { setting, sent, answers };
}

describe("a setting", () => {
	test("shows a choice before it is saved", async () => {
		const { setting, answers } = slowlySaved("light");
		const choosing = setting.choose("dark");
		expect(setting.value).toBe("dark");
		expect(setting.saving).toBe(true);

		answers[0]?.succeed();
		await choosing;
		expect(setting.value).toBe("dark");
		expect(setting.saving).toBe(false);
		expect(setting.failure).toBeNull();
	});

	test("goes back and says why when it can't be saved", async () => {
		const { setting, answers } = slowlySaved("light");
		const choosing = setting.choose("dark");
		answers[0]?.fail();
		await choosing;
		expect(setting.value).toBe("light");
		expect(setting.failure?.code).toBe("unexpected");
	});

	test("saves the last of several quick choices, one save at a time", async () => {
		const { setting, sent, answers } = slowlySaved("system");
		const choosing = setting.choose("light");
		void setting.choose("system");
		void setting.choose("dark");
		expect(sent).toEqual(["light"]);
		expect(setting.value).toBe("dark");

		answers[0]?.succeed();
		await expect.poll(() => sent).toEqual(["light", "dark"]);
		expect(setting.value).toBe("dark");
		answers[1]?.succeed();
		await choosing;
		expect(setting.value).toBe("dark");
	});

	test("tells nothing of a failed save that a newer choice replaced", async () => {
		const { setting, sent, answers } = slowlySaved("system");
		const choosing = setting.choose("light");
		void setting.choose("dark");
		answers[0]?.fail();
		await expect.poll(() => sent).toEqual(["light", "dark"]);
		expect(setting.value).toBe("dark");
		expect(setting.failure).toBeNull();
		answers[1]?.succeed();
		await choosing;
		expect(setting.value).toBe("dark");
	});

	test("asks nothing when the choice came back to what is saved", async () => {
		const { setting, sent } = slowlySaved("light");
		await setting.choose("light");
		expect(sent).toEqual([]);
		expect(setting.saving).toBe(false);
	});

	test("forgets a failure at the next choice", async () => {
		const { setting, answers } = slowlySaved("light");
		const first = setting.choose("dark");
		answers[0]?.fail();
		await first;
		const second = setting.choose("dark");
		expect(setting.failure).toBeNull();
		answers[1]?.succeed();
		await second;
		expect(setting.value).toBe("dark");
	});
});
