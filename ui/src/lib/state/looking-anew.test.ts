import { beforeEach, expect, test, vi } from "vitest";
import { LookingAnew } from "./looking-anew";

beforeEach(() => {
	vi.useFakeTimers();
	return () => vi.useRealTimers();
});

test("what comes in quick succession is looked at at once, and once more after the last", () => {
	const look = vi.fn();
	const anew = new LookingAnew(look, 1_000);
	for (let news = 0; news < 5; news += 1) anew.hear();
	expect(look).toHaveBeenCalledTimes(1);
	vi.advanceTimersByTime(999);
	expect(look).toHaveBeenCalledTimes(1);
	vi.advanceTimersByTime(1);
	expect(look).toHaveBeenCalledTimes(2);
	vi.advanceTimersByTime(10_000);
	expect(look).toHaveBeenCalledTimes(2);
	anew.hear();
	expect(look).toHaveBeenCalledTimes(3);
});

test("in a window that is hidden nothing is looked at until it is seen", () => {
	const look = vi.fn();
	const anew = new LookingAnew(look, 1_000);
	const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
	anew.hear();
	anew.hear();
	vi.advanceTimersByTime(10_000);
	expect(look).not.toHaveBeenCalled();
	hidden.mockReturnValue(false);
	anew.goOn();
	expect(look).toHaveBeenCalledTimes(1);
	anew.goOn();
	vi.advanceTimersByTime(10_000);
	expect(look).toHaveBeenCalledTimes(1);
});

test("who is gone looks no more", () => {
	const look = vi.fn();
	const anew = new LookingAnew(look, 1_000);
	anew.hear();
	anew.hear();
	anew.stop();
	vi.advanceTimersByTime(10_000);
	expect(look).toHaveBeenCalledTimes(1);
});
