import { CalendarDate } from "@internationalized/date";
import { expect, test, vi } from "vitest";
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

const at = (language: string): void => void vi.spyOn(navigator, "language", "get").mockReturnValue(language);

test.each([
	["en-US", "03/09/2026"],
	["en-GB", "09/03/2026"],
	["de-DE", "09.03.2026"],
	["sv-SE", "2026-03-09"],
	["ja-JP", "2026/03/09"],
	["bg-BG", "09.03.2026"],
	["ar-EG", "09/03/2026"],
	["fa-IR", "2026/03/09"],
	["th-TH", "09/03/2026"],
	["ko-KR", "2026. 03. 09"],
	["hu-HU", "2026. 03. 09"],
	// The page's own language, and what systems without one say.
	["en", "09/03/2026"],
	["c", "09/03/2026"],
	["", "09/03/2026"],
])("in %s a day is written as %s, and read back", (language, written) => {
	at(language);
	const day = new CalendarDate(2026, 3, 9);
	expect(writeDay(day)).toBe(written);
	expect(readDay(written)?.compare(day)).toBe(0);
	for (const [month, last] of [
		[1, 1],
		[12, 31],
	] as const) {
		const other = new CalendarDate(2024, month, last);
		expect(readDay(writeDay(other))?.compare(other)).toBe(0);
	}
});

test("days are read as people elsewhere write them", () => {
	for (const [language, typed] of [
		["en-US", "10/31/2026"],
		["en-US", "Oct 31, 2026"],
		["bg-BG", "31.10.2026 г."],
		["de-DE", "31. Oktober 2026"],
		["de-DE", "31. October 2026"],
		["ru-RU", "31 октября 2026 г."],
		["es-ES", "31 de octubre de 2026"],
		["ar-EG", "٣١/١٠/٢٠٢٦"],
		["ar-EG", "31\u200f/10\u200f/2026"],
		["sv-SE", "2026-10-31"],
	] as const) {
		at(language);
		expect(readDay(typed)?.toString(), `${language}: ${typed}`).toBe("2026-10-31");
	}
	at("en-US");
	expect(readDay("31/10/2026")).toBeNull();
});

test("a range says only what it has to, wherever the person is", () => {
	const written = (first: string, last: string) => formatDays(first, last).replaceAll(/\s*–\s*/g, "–");
	expect(written("2026-10-01", "2026-10-31")).toBe("1–31 Oct 2026");
	expect(written("2026-10-01", "2026-10-01")).toBe("1 Oct 2026");
	// Days that a change to or from summer time makes shorter or longer.
	expect(written("2026-03-29", "2026-10-25")).toBe("29 Mar–25 Oct 2026");
	expect(written("2025-12-31", "2026-01-01")).toBe("31 Dec 2025–1 Jan 2026");
});
