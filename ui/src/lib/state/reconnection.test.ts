import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Reconnection } from "./reconnection";

describe("reconnection", () => {
	beforeEach(() => {
		vi.useFakeTimers();
	});

	afterEach(() => {
		vi.useRealTimers();
	});

	test("waits longer after every failure, a minute at most", () => {
		const attempt = vi.fn();
		const reconnection = new Reconnection(attempt, () => 1);
		for (const seconds of [2, 4, 8, 16, 32, 60, 60]) {
			attempt.mockClear();
			reconnection.failed();
			vi.advanceTimersByTime(seconds * 1000 - 1);
			expect(attempt).not.toHaveBeenCalled();
			vi.advanceTimersByTime(1);
			expect(attempt).toHaveBeenCalledOnce();
		}
	});

	test("starts over after a success", () => {
		const attempt = vi.fn();
		const reconnection = new Reconnection(attempt, () => 1);
		reconnection.failed();
		reconnection.failed();
		reconnection.succeeded();
		reconnection.failed();
		vi.advanceTimersByTime(2000);
		expect(attempt).toHaveBeenCalledOnce();
	});

	test("spreads the attempts of many apps over a quarter of the wait", () => {
		const attempt = vi.fn();
		new Reconnection(attempt, () => 0).failed();
		vi.advanceTimersByTime(1500);
		expect(attempt).toHaveBeenCalledOnce();
	});

	test("stops", () => {
		const attempt = vi.fn();
		const reconnection = new Reconnection(attempt);
		reconnection.failed();
		reconnection.stop();
		vi.advanceTimersByTime(600_000);
		expect(attempt).not.toHaveBeenCalled();
	});
});
