import { numberLanguage } from "$lib/language.svelte";

/**
 * A price, such as “€10.00”, or what one credit costs, such as “€0.0125”: with the digits that the portal wrote, which
 * has as many as the currency or more. What people pay is never rounded to what this system holds for usual there.
 */
export function formatPrice(price: string, currency: string): string {
	const digits = price.split(".")[1]?.length ?? 0;
	const options: Intl.NumberFormatOptions = {
		style: "currency",
		currency,
		minimumFractionDigits: digits,
		maximumFractionDigits: digits,
	};
	return new Intl.NumberFormat(numberLanguage(), options).format(price as Intl.StringNumericLiteral);
}
