import { expect, test } from "vitest";
import type { ChartReadings } from "$lib/bindings/ChartReadings";
import { csvOf } from "./csv";

const readings = (series: Partial<ChartReadings["series"][number]>[]): ChartReadings => ({
	from: "2026-05-01T22:00:00Z",
	until: "2026-05-03T10:00:00Z",
	bucket: "day",
	calculation: "average",
	buckets: ["2026-05-01T22:00:00.000Z", "2026-05-03T00:00:00+02:00"],
	series: series.map((each) => ({
		name: "Oven",
		values: [null, null],
		texts: null,
		overall: null,
		overallText: null,
		...each,
	})),
	events: 1,
});

test("has a head with units, times in UTC, and bare numbers", () => {
	const csv = csvOf(readings([{ values: [1234.5678, null] }, { name: "Press", values: [-3, 1e21] }]), "°C");
	expect(csv).toBe(
		"time,Oven (°C),Press (°C)\r\n2026-05-01T22:00:00Z,1234.5678,-3\r\n2026-05-02T22:00:00Z,,1e+21\r\n",
	);
});

test.each(Array.from("=+-@\t\r\n\0＝＋－＠"))(
	"text that begins with %j is text to a spreadsheet",
	(begin) => {
		const [, row] = csvOf(readings([{ name: "a", texts: [`${begin}1`] }]), null).split(/\r\n(?=20)/);
		expect(row).toContain(`'${begin}1`);
	},
);

test("quotes what would end a field, and runs no formulas of others", () => {
	const csv = csvOf(
		readings([{ name: '=HYPERLINK("x"),1', texts: ['say "a,b"\nand more', "@me"] }, { name: "-1" }]),
		null,
	);
	expect(csv).toBe(
		`time,"'=HYPERLINK(""x""),1",'-1\r\n2026-05-01T22:00:00Z,"say ""a,b""\nand more",\r\n2026-05-02T22:00:00Z,'@me,\r\n`,
	);
});

test("is a head alone where there are no series", () => {
	expect(csvOf({ ...readings([]), buckets: [] }, "°C")).toBe("time\r\n");
});
