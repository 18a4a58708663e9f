import type { PasswordRefusal } from "$lib/bindings/PasswordRefusal";
import { formatCount } from "$lib/amounts";
import { m } from "$lib/messages";

/** What portals ask of a new password; what they say when it is not met counts more. */
export const LENGTH = { minimum: 8, maximum: 128 };

/** The same in words. */
export const writtenLength = (): Record<keyof typeof LENGTH, string> => ({
	minimum: formatCount(LENGTH.minimum),
	maximum: formatCount(LENGTH.maximum),
});

/** Characters as people count them, not as they are stored. */
export const lengthOf = (password: string): number => Array.from(password).length;

/** Whether the length of a password is within the rule. */
export function fits(password: string): boolean {
	const length = lengthOf(password);
	return length >= LENGTH.minimum && length <= LENGTH.maximum;
}

/** Why the portal does not take a password. */
export function explainPassword(reason: PasswordRefusal, minimum: number, maximum: number): string {
	switch (reason) {
		case "too_short":
			return m.password_too_short({ minimum: formatCount(minimum) });
		case "too_long":
			return m.password_too_long({ maximum: formatCount(maximum) });
		case "common":
			return m.password_common();
		case "unchanged":
			return m.password_unchanged();
	}
}
