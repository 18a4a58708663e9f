import { expect, test } from "vitest";
import { Confirmation } from "./confirmation.svelte";

const wanted = Object.assign(new Error("confirm first"), { code: "confirmation_required" });

/** An action that the portal takes once the identity is confirmed. */
function sensitive() {
	const state = { confirmed: false, calls: 0 };
	const action = () => {
		state.calls += 1;
		return state.confirmed ? Promise.resolve("done") : Promise.reject(wanted);
	};
	return { state, action };
}

test("an action that needs no confirmation runs once", async () => {
	const confirmation = new Confirmation();
	const { state, action } = sensitive();
	state.confirmed = true;
	expect(await confirmation.run(action)).toBe("done");
	expect(state.calls).toBe(1);
});

test("a confirmed action runs again, and so does another that waited", async () => {
	const confirmation = new Confirmation();
	const { state, action } = sensitive();
	const both = [confirmation.run(action), confirmation.run(action)];
	await expect.poll(() => state.calls).toBe(2);
	expect(confirmation.asked).toBe(true);
	state.confirmed = true;
	confirmation.confirmed();
	expect(await Promise.all(both)).toEqual(["done", "done"]);
	expect(confirmation.asked).toBe(false);
});

test("an action that is given up is not run again", async () => {
	const confirmation = new Confirmation();
	const { state, action } = sensitive();
	const running = confirmation.run(action);
	await expect.poll(() => confirmation.asked).toBe(true);
	confirmation.giveUp();
	expect(await running).toBeNull();
	expect(state.calls).toBe(1);
});

test("any other failure is passed on", async () => {
	const confirmation = new Confirmation();
	await expect(confirmation.run(() => Promise.reject(new Error("boom")))).rejects.toThrow("boom");
	expect(confirmation.asked).toBe(false);
});
