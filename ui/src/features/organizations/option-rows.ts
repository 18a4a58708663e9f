import type { OrganizationSummary } from "$lib/bindings/OrganizationSummary";

/** Height of one organization in the list, in the size of the text; the style says the same. */
export const ROW_HEIGHT_REM = 3.5;

/** The same in pixels, until it is measured. */
export const rowHeight = (): number =>
	ROW_HEIGHT_REM * (parseFloat(getComputedStyle(document.documentElement).fontSize) || 16);

/** How many are in sight at once. */
export const ROWS_IN_SIGHT = 6;

/** The id of an organization's element in the list `list`. */
export const optionId = (list: string, { id }: OrganizationSummary): string => `${list}-${id}`;

/** Without case and accents, as people search. */
const folded = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Those whose names have all the words that were typed. */
export function matching(organizations: OrganizationSummary[], typed: string): OrganizationSummary[] {
	const words = folded(typed).split(/\s+/).filter(Boolean);
	if (words.length === 0) return organizations;
	return organizations.filter(({ name }) => {
		const text = folded(name);
		return words.every((word) => text.includes(word));
	});
}

/** Where a key leads to in a list of `count`, from the place `at`; null for keys that don't move. */
export function step(key: string, at: number, count: number): number | null {
	const last = count - 1;
	const rows = ROWS_IN_SIGHT - 1;
	const steps: Record<string, number> = {
		ArrowDown: at >= last ? 0 : at + 1,
		ArrowUp: at <= 0 ? last : at - 1,
		PageDown: Math.min(at + rows, last),
		PageUp: Math.max(at - rows, 0),
		Home: 0,
		End: last,
	};
	return count > 0 ? (steps[key] ?? null) : null;
}
