import type { Credits } from "$lib/bindings/Credits";
import type { UsageEstimate } from "$lib/bindings/UsageEstimate";
import { formatCount, formatDecimal, isPositive, sumOf } from "$lib/amounts";
import { m } from "$lib/messages";
import { formatDay } from "$lib/time";
import { startOfDay } from "./usage-readings";

/** How long the balance lasts, in words. */
export function runway({ balance }: Credits, { daily, daysLeft, runsOutOn }: UsageEstimate): string {
	if (!isPositive(balance)) return m.credits_used_up();
	if (daysLeft === null) return isPositive(daily) ? m.credits_lasts_long() : m.credits_lasts();
	if (daysLeft === 0) return m.credits_lasts_hours();
	const date = runsOutOn ? formatDay(startOfDay(runsOutOn)) : "";
	return m.credits_lasts_days({ count: daysLeft, date });
}

/** How the estimate comes about, in sentences. */
export function formula({ balance, usage }: Credits, estimate: UsageEstimate): string[] {
	const { days, daily, monthly, daysLeft } = estimate;
	const total = formatDecimal(sumOf(usage.map(({ credits }) => credits)));
	const month = m.credits_formula_month({ total, days: formatCount(days), monthly: formatDecimal(monthly) });
	if (daysLeft === null || !isPositive(balance)) return [month];
	const left = m.credits_formula_days({
		balance: formatDecimal(balance),
		daily: formatDecimal(daily),
		days: formatCount(daysLeft),
	});
	return [month, left];
}
