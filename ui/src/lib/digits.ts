/** The zeros of digits that people type instead of 0 to 9: Arabic, Persian, Devanagari, Bengali, fullwidth. */
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xff10];

/** With the digits 0 to 9 alone. */
export const withPlainDigits = (text: string): string =>
	text.replaceAll(/\p{Nd}/gu, (digit) => {
		const code = digit.codePointAt(0) ?? 0;
		const zero = ZEROS.find((each) => code >= each && code < each + 10);
		return zero === undefined ? digit : String(code - zero);
	});
