/** The most digits after the point that a formatter shows on every system. */
const FRACTION_DIGITS = 20;

/** An exact decimal such as `12480.500`, as people write it: “12,480.5”. No digit that counts is lost. */
export function formatDecimal(decimal: string): string {
	const format = new Intl.NumberFormat(document.documentElement.lang, {
		maximumFractionDigits: FRACTION_DIGITS,
	});
	return format.format(decimal as Intl.StringNumericLiteral);
}

/** An exact decimal with its sign, such as “+500” or “-1.5”. */
export function formatSigned(decimal: string): string {
	const format = new Intl.NumberFormat(document.documentElement.lang, {
		maximumFractionDigits: FRACTION_DIGITS,
		signDisplay: "exceptZero",
	});
	return format.format(decimal as Intl.StringNumericLiteral);
}

/** Whether an exact decimal is less than 0. */
export const isNegative = (decimal: string): boolean => thousandths(decimal) < 0n;

/** Whether an exact decimal is more than 0. */
export const isPositive = (decimal: string): boolean => thousandths(decimal) > 0n;

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
export const formatCount = (count: number): string =>
	new Intl.NumberFormat(document.documentElement.lang).format(count);

/** Why an amount of credits is not accepted, as the portal would say. */
export type AmountRefusal = "not_a_number" | "not_positive" | "too_precise" | "too_large";

/** Fraction digits of an amount. */
const AMOUNT_DIGITS = 3;

/** The most that one transaction moves, in thousandths. */
const LARGEST_AMOUNT = 1_000_000_000_000n;

/**
 * An amount of credits as a person types it, with or without the groups of their language: `1,000` or `1000.5`.
 *
 * @param largest The most that is accepted, in thousandths.
 */
export function readAmount(
	typed: string,
	largest = LARGEST_AMOUNT,
): { amount: string } | { refusal: AmountRefusal } {
	const parts = new Intl.NumberFormat(document.documentElement.lang).formatToParts(1_234_567.5);
	const sign = (type: string): string => parts.find((part) => part.type === type)?.value ?? "";
	const [group, point] = [sign("group"), sign("decimal")];
	const grouped = RegExp(`^[-+]?\\d{1,3}([${group}]\\d{3})+([${point}]\\d*)?$`, "u");
	const text = typed.trim();
	const plain = (grouped.test(text) ? text.replaceAll(group, "") : text).replace(point, ".");
	if (!/^[-+]?(\d+\.?\d*|\.\d+)$/u.test(plain)) return { refusal: "not_a_number" };
	const [whole = "", fraction = ""] = plain.replace(/^[-+]/u, "").split(".");
	const digits = fraction.replace(/0+$/u, "");
	if (plain.startsWith("-") || /^0*$/u.test(whole + digits)) return { refusal: "not_positive" };
	if (digits.length > AMOUNT_DIGITS) return { refusal: "too_precise" };
	const amount = `${whole.replace(/^0+(?=\d)/u, "") || "0"}${digits && `.${digits}`}`;
	return thousandths(amount) > largest ? { refusal: "too_large" } : { amount };
}

/** Less than 0 where the first exact decimal is less than the second, 0 where they are the same. */
export function compareDecimals(one: string, other: string): number {
	const [left, right] = [thousandths(one), thousandths(other)];
	return left < right ? -1 : Number(left > right);
}
