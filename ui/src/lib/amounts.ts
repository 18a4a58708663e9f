/** The most digits after the point that a formatter shows on every system. */
const FRACTION_DIGITS = 20;

/** An exact decimal such as `12480.500`, as people write it: “12,480.5”. No digit that counts is lost. */
export function formatDecimal(decimal: string): string {
	const format = new Intl.NumberFormat(document.documentElement.lang, {
		maximumFractionDigits: FRACTION_DIGITS,
	});
	return format.format(decimal as Intl.StringNumericLiteral);
}

/** A count, such as “1,204”. */
export const formatCount = (count: number): string =>
	new Intl.NumberFormat(document.documentElement.lang).format(count);
