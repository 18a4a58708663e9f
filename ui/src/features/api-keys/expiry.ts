import type { CalendarDate } from "@internationalized/date";
import type { ApiKeyExpiry } from "$lib/bindings/ApiKeyExpiry";
import { m } from "$lib/messages";

/** When a new key is to end, as it is chosen. */
export type ExpiryChoice = "30" | "90" | "365" | "date" | "never";

export const expiryChoices = (): { value: ExpiryChoice; label: string; test: string }[] => [
	{ value: "30", label: m.expiry_30(), test: "expiry-30" },
	{ value: "90", label: m.expiry_90(), test: "expiry-90" },
	{ value: "365", label: m.expiry_365(), test: "expiry-365" },
	{ value: "date", label: m.expiry_date(), test: "expiry-date" },
	{ value: "never", label: m.expiry_never(), test: "expiry-never" },
];

/** What was chosen, for the portal; null while the day is missing. */
export function toExpiry(choice: ExpiryChoice, day: CalendarDate | undefined): ApiKeyExpiry | null {
	if (choice === "never") return { kind: "never" };
	if (choice !== "date") return { kind: "days", days: Number(choice) };
	return day ? { kind: "on", date: day.toString() } : null;
}
