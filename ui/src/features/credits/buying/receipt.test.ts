import { expect, test } from "vitest";
import { creditedPurchase } from "$lib/host/sample-purchases";
import { m } from "$lib/messages";
import { formatExactly } from "$lib/time";
import { receiptLines } from "./receipt";

test("a receipt has the moment at which the credits came, also after they were paid back", () => {
	const creditedAt = "2026-03-04T10:00:00Z";
	for (const state of ["credited", "refunded"] as const) {
		const lines = receiptLines(creditedPurchase(new Date(), { state, creditedAt }), "Portal");
		const dates = lines.filter(({ name }) => name === m.receipt_date());
		expect(dates.map(({ value }) => value)).toEqual([formatExactly(creditedAt)]);
	}
});
