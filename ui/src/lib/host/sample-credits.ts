import type { Credits } from "$lib/bindings/Credits";
import type { CreditTransaction } from "$lib/bindings/CreditTransaction";

const DAY_MS = 24 * 60 * 60_000;

/** Thousandths as an exact decimal. */
const decimal = (thousandths: number): string => (thousandths / 1000).toFixed(3);

/** Credits of a busy organization, as its owner sees them. */
export function sampleCredits(now: Date): Credits {
	const date = (ago: number): string => {
		const day = new Date(now.getTime() - ago * DAY_MS);
		const [month, of] = [day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, "0"));
		return `${day.getFullYear()}-${month}-${of}`;
	};
	const usage = Array.from({ length: 30 }, (_, day) => ({
		date: date(30 - day),
		credits: decimal(130_000 + 60_000 * Math.round(Math.sin(day) * 10) * 0.1),
	}));
	const used = usage.reduce((sum, { credits }) => sum + Number(credits) * 1000, 0);
	const transaction = (
		number: number,
		hours: number,
		amount: number,
		balanceAfter: string,
		what: Partial<CreditTransaction>,
	): CreditTransaction => ({
		number,
		kind: "usage",
		amount: decimal(amount),
		balanceAfter,
		at: new Date(now.getTime() - hours * 60 * 60_000).toISOString(),
		text: "Output of Palletizer 2",
		reference: null,
		actor: null,
		...what,
	});
	return {
		balance: "12480.500",
		usage,
		today: "41.250",
		estimate: {
			days: 30,
			daily: decimal(used / 30),
			monthly: decimal(used),
			daysLeft: Math.floor(12_480_500 / (used / 30)),
			runsOutOn: date(-Math.floor(12_480_500 / (used / 30))),
		},
		recent: [
			transaction(1204, 1, -41_250, "12480.500", {}),
			transaction(1203, 20, -130_005, "12521.750", { text: "Output of Line 4 gateway" }),
			transaction(1202, 47, 5_000_000, "12651.755", {
				kind: "purchase",
				text: "5,000 credits",
				reference: "PO-2026-118",
				actor: "Grace Hopper",
			}),
			transaction(1201, 70, -1_000_000, "7651.755", { kind: "refund", text: "1,000 credits given back" }),
			transaction(1200, 24 * 9, 250_000, "8651.755", { kind: "grant", text: "Thank you for waiting" }),
		],
		threshold: null,
		canBuy: true,
		buyers: [],
	};
}
