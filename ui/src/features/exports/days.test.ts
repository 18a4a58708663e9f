import { CalendarDate } from "@internationalized/date";
import { expect, test } from "vitest";
import { formatDays, readDay, writeDay } from "./days";

test("days are typed in the person's own order, in words, or as computers write them", () => {
	for (const typed of [
		"31/10/2026",
		" 31.10.2026 ",
		"31-10-2026",
		"31 10 2026",
		"2026-10-31",
		"2026/10/31",
		"31 Oct 2026",
		"31 october 2026",
		"Oct. 31, 2026",
		"３１/１０/２０２６",
	]) {
		expect(readDay(typed)?.toString(), typed).toBe("2026-10-31");
	}
	expect(readDay("3/1/2026")?.toString()).toBe("2026-01-03");
});

test("what is no day is none", () => {
	for (const typed of [
		"",
		"tomorrow",
		"31/02/2026",
		"29/02/2026",
		"00/10/2026",
		"32/10/2026",
		"10/13/2026",
		"31/10/26",
		"31/10",
		"31/10/2026/1",
		"1e1/10/2026",
		"31 O 2026",
		"31/10/0000",
	]) {
		expect(readDay(typed), typed).toBeNull();
	}
	expect(readDay("29/02/2028")?.toString()).toBe("2028-02-29");
});

test("what is written is read back", () => {
	const day = new CalendarDate(2026, 3, 29);
	expect(writeDay(day)).toBe("29/03/2026");
	expect(readDay(writeDay(day))?.compare(day)).toBe(0);
});

test("a range says only what it has to, wherever the person is", () => {
	const written = (first: string, last: string) => formatDays(first, last).replaceAll(/\s*–\s*/g, "–");
	expect(written("2026-10-01", "2026-10-31")).toBe("1–31 Oct 2026");
	expect(written("2026-10-01", "2026-10-01")).toBe("1 Oct 2026");
	// Days that a change to or from summer time makes shorter or longer.
	expect(written("2026-03-29", "2026-10-25")).toBe("29 Mar–25 Oct 2026");
	expect(written("2025-12-31", "2026-01-01")).toBe("31 Dec 2025–1 Jan 2026");
});
