import { expect, test, vi } from "vitest";
import type { CreditHistoryPage } from "$lib/bindings/CreditHistoryPage";
import { FakeLedger } from "$lib/host/fake-ledger";
import { FoundRows, NumberedRows, PAGE } from "./history-rows.svelte";

const everything = { kinds: [], since: null, until: null, text: null, least: null, most: null };
const grants = { ...everything, kinds: ["grant" as const] };

const gone = () => undefined;

function ledgerOf(length: number) {
	const ledger = new FakeLedger(length, [], new Date());
	const ask = vi.fn((before: number | null) =>
		Promise.resolve<CreditHistoryPage | null>(ledger.page(everything, before)),
	);
	return { ledger, ask, first: ledger.page(everything, null) };
}

test("any row of a million is asked for at once, and those around it with it", async () => {
	const { ask, first } = ledgerOf(1_000_000);
	const rows = new NumberedRows(ask, gone, first, true);
	expect(rows.at(0)?.number).toBe(1_000_000);
	rows.want(499_990, 500_010);
	await vi.waitFor(() => expect(rows.at(500_010)?.number).toBe(499_990));
	expect(rows.at(499_990)?.number).toBe(500_010);
	expect(ask.mock.calls).toEqual([[500_051], [500_001]]);
	rows.want(999_999, 999_999);
	await vi.waitFor(() => expect(rows.at(999_999)?.number).toBe(1));
	expect(rows.at(300)).toBe(null);
});

test("until they are counted, those of a time are gone through from page to page", async () => {
	const { ask, first } = ledgerOf(1_000);
	const rows = new NumberedRows(ask, gone, first, false);
	expect([rows.count, rows.more]).toEqual([PAGE, true]);
	rows.want(30, 49);
	await vi.waitFor(() => expect(rows.count).toBe(2 * PAGE));
	rows.counted(1_000);
	expect([rows.count, rows.more]).toEqual([1_000, false]);
	rows.want(700, 710);
	await vi.waitFor(() => expect(rows.at(700)?.number).toBe(300));
});

test("those that were added while they were counted leave no empty rows", async () => {
	const { ask, first } = ledgerOf(120);
	const rows = new NumberedRows(ask, gone, first, false);
	rows.counted(123);
	rows.want(110, 122);
	await vi.waitFor(() => expect(rows.count).toBe(120));
	expect([rows.more, rows.at(119)?.number]).toEqual([false, 1]);
});

test("a time of one page is counted with it", () => {
	const { ask, first } = ledgerOf(3);
	const rows = new NumberedRows(ask, gone, first, false);
	expect([rows.count, rows.more]).toEqual([3, false]);
	rows.counted(5);
	expect(rows.count).toBe(3);
});

test("however far somebody scrolls, twenty pages are kept, and what they pass is not waited for", async () => {
	const { ask, first } = ledgerOf(100_000);
	const rows = new NumberedRows(ask, gone, first, true);
	for (let place = 0; place < 100_000; place += PAGE) rows.want(place, place + 10);
	await vi.waitFor(() => expect(rows.at(99_950)).not.toBe(null));
	expect(ask.mock.calls.length).toBeLessThan(4);
	for (let place = 0; place < 5_000; place += PAGE) {
		rows.want(place, place);
		await vi.waitFor(() => expect(rows.at(place)).not.toBe(null));
	}
	const there = Array.from({ length: 100 }, (_, page) => rows.at(page * PAGE) !== null);
	expect(there.filter(Boolean)).toHaveLength(20);
	expect(there.slice(-20).every(Boolean)).toBe(true);
});

test("what is looked for is found further and further down, and again after it was dropped", async () => {
	const { ledger } = ledgerOf(200_000);
	const ask = vi.fn((before: number | null) =>
		Promise.resolve<CreditHistoryPage | null>(ledger.page(grants, before)),
	);
	const rows = new FoundRows(ask, gone, ledger.page(grants, null));
	expect([rows.count, rows.more]).toEqual([PAGE, true]);
	while (rows.more) {
		const { count } = rows;
		rows.want(count - 5, count - 1);
		await vi.waitFor(() => expect(rows.count > count || !rows.more).toBe(true));
		expect(rows.count).toBeLessThanOrEqual(count + PAGE);
	}
	expect(rows.count).toBe(2_000);
	expect(rows.at(1_999)?.number).toBe(1);
	expect(rows.at(0)).toBe(null);
	rows.want(0, 0);
	await vi.waitFor(() => expect(rows.at(0)?.number).toBe(199_901));
	rows.want(1_000, 1_000);
	await vi.waitFor(() => expect(rows.at(1_000)?.number).toBe(199_901 - 100_000));
	expect(rows.count).toBe(2_000);
});

test("what is in sight stays, in however many pages it was found", async () => {
	const length = 3_000;
	const ledger = new FakeLedger(length, [], new Date());
	// One in each page, as where something rare is looked for.
	const one = (before: number | null): CreditHistoryPage => {
		const number = (before ?? length + 1) - 1;
		return { transactions: [ledger.at(number)], next: number > 1 ? number : null };
	};
	const ask = vi.fn((before: number | null) => Promise.resolve<CreditHistoryPage | null>(one(before)));
	const rows = new FoundRows(ask, gone, one(null));
	for (let sight = 0; sight < 40; sight = rows.count) {
		rows.want(0, sight);
		await vi.waitFor(() => expect(rows.count).toBeGreaterThan(sight));
	}
	await vi.waitFor(() => expect(rows.fetching).toBe(false));
	expect(Array.from({ length: 40 }, (_, place) => rows.at(place)?.number)).not.toContain(undefined);
	const asked = ask.mock.calls.length;
	rows.want(0, 39);
	await Promise.resolve();
	expect(ask.mock.calls.length).toBe(asked);
});

test("nothing more is looked for once nobody looks", async () => {
	const { ask, first } = ledgerOf(100_000);
	const rows = new NumberedRows(ask, gone, first, true);
	rows.close();
	rows.want(5_000, 5_010);
	await Promise.resolve();
	expect(ask).not.toHaveBeenCalled();
});

test("empty pages are gone through until something is found", async () => {
	const answers: CreditHistoryPage[] = [9_000, 8_000, 7_000].map((next) => ({ transactions: [], next }));
	const found = new FakeLedger(60, [], new Date()).page(everything, 6);
	answers.push(found);
	const ask = vi.fn(() => Promise.resolve<CreditHistoryPage | null>(answers.shift() ?? null));
	const rows = new FoundRows(ask, gone, { transactions: [], next: 10_000 });
	rows.want(0, -1);
	await vi.waitFor(() => expect(rows.count).toBe(5));
	expect([rows.more, rows.at(4)?.number]).toEqual([false, 1]);
});

test("after a failure nothing is asked for until somebody wants that", async () => {
	const { ask, first } = ledgerOf(1_000);
	const rows = new NumberedRows(ask, gone, first, true);
	ask.mockRejectedValueOnce(Object.assign(new Error("no"), { code: "portal_failed" }));
	rows.want(100, 110);
	await vi.waitFor(() => expect(rows.failure?.code).toBe("portal_failed"));
	rows.want(200, 210);
	expect(ask).toHaveBeenCalledTimes(1);
	await rows.retry();
	expect(rows.failure).toBe(null);
	expect(rows.at(200)?.number).toBe(800);
});

test("a plan that goes without credits by now is told", async () => {
	const { ask, first } = ledgerOf(1_000);
	const told = vi.fn();
	const rows = new NumberedRows(ask, told, first, true);
	ask.mockResolvedValueOnce(null);
	rows.want(100, 110);
	await vi.waitFor(() => expect(told).toHaveBeenCalledOnce());
});
