/** Digits that a price of one credit is shown with at most. */
const UNIT_DIGITS = 8;

function format(price: string, currency: string, maximumFractionDigits?: number): string {
	const language = document.documentElement.lang;
	const { minimumFractionDigits = 2 } = new Intl.NumberFormat(language, {
		style: "currency",
		currency,
	}).resolvedOptions();
	const options: Intl.NumberFormatOptions = {
		style: "currency",
		currency,
		minimumFractionDigits,
		maximumFractionDigits: Math.max(minimumFractionDigits, maximumFractionDigits ?? 0),
	};
	return new Intl.NumberFormat(language, options).format(price as Intl.StringNumericLiteral);
}

/** A price, such as “€10.00”. */
export const formatPrice = (price: string, currency: string): string => format(price, currency);

/** What one credit costs, such as “€0.0125”. */
export const formatUnitPrice = (price: string, currency: string): string =>
	format(price, currency, UNIT_DIGITS);
