import { m } from "$lib/messages";

/** So many or fewer are warned about. */
export const FEW_CODES = 3;

/** How many recovery codes are left, in words. */
export function codesLeft(count: number): string {
	if (count === 0) return m.security_codes_left_none();
	return m.security_codes_left({ count });
}
