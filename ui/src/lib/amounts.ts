import { numberLanguage } from "$lib/language.svelte";

/** The most digits after the point that a formatter shows on every system. */
const FRACTION_DIGITS = 20;

/** An exact decimal such as `12480.500`, as people write it: “12,480.5”. No digit that counts is lost. */
export function formatDecimal(decimal: string): string {
	const format = new Intl.NumberFormat(numberLanguage(), {
		maximumFractionDigits: FRACTION_DIGITS,
	});
	return format.format(decimal as Intl.StringNumericLiteral);
}

/** An exact decimal with its sign, such as “+500” or “-1.5”. */
export function formatSigned(decimal: string): string {
	const format = new Intl.NumberFormat(numberLanguage(), {
		maximumFractionDigits: FRACTION_DIGITS,
		signDisplay: "exceptZero",
	});
	return format.format(decimal as Intl.StringNumericLiteral);
}

/** Whether an exact decimal is less than 0. */
export const isNegative = (decimal: string): boolean => thousandths(decimal) < 0n;

/** Whether an exact decimal is more than 0. */
export const isPositive = (decimal: string): boolean => thousandths(decimal) > 0n;

/** Whether an exact decimal is 1. */
export const isOne = (decimal: string): boolean => thousandths(decimal) === 1_000n;

/** An exact decimal without its sign. */
export const withoutSign = (decimal: string): string => decimal.replace(/^-/, "");

/** Whether an exact decimal is less than another one. */
export const isLess = (decimal: string, than: string): boolean => thousandths(decimal) < thousandths(than);

/** Exact decimals with three fraction digits, added without any loss. */
export function sumOf(decimals: string[]): string {
	const sum = decimals.reduce((sum, decimal) => sum + thousandths(decimal), 0n);
	const digits = (sum < 0n ? -sum : sum).toString().padStart(4, "0");
	return `${sum < 0n ? "-" : ""}${digits.slice(0, -3)}.${digits.slice(-3)}`;
}

function thousandths(decimal: string): bigint {
	const [whole = "0", fraction = ""] = decimal.split(".");
	return BigInt(whole + fraction.padEnd(3, "0").slice(0, 3));
}

/** A count, such as “1,204”. */
export const formatCount = (count: number): string => new Intl.NumberFormat(numberLanguage()).format(count);

/** How many times an exact decimal is whole in another one; both are positive. */
export const wholeTimes = (decimal: string, divisor: string): bigint =>
	thousandths(decimal) / thousandths(divisor);

/** Percent as the system writes them. */
export const formatPercent = (percent: number): string =>
	new Intl.NumberFormat(numberLanguage(), { style: "percent" }).format(percent / 100);
