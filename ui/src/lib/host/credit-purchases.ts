import type { BeginPurchaseOutcome } from "$lib/bindings/BeginPurchaseOutcome";
import type { CancelPurchaseOutcome } from "$lib/bindings/CancelPurchaseOutcome";
import type { CreditOffers } from "$lib/bindings/CreditOffers";
import type { CreditPriceOutcome } from "$lib/bindings/CreditPriceOutcome";
import type { CreditPurchase } from "$lib/bindings/CreditPurchase";
import type { CreditPurchasesPage } from "$lib/bindings/CreditPurchasesPage";
import type { CreditWish } from "$lib/bindings/CreditWish";
import type { SavedFile } from "$lib/bindings/SavedFile";

/** Buying credits for the organization in view. Rejects like {@link OrganizationsHost}. */
export interface CreditPurchasesHost {
	/** Null where the person may not buy any, or none are sold. */
	creditOffers(): Promise<CreditOffers | null>;
	/** @param credits A plain decimal such as `1000`. */
	creditPrice(credits: string): Promise<CreditPriceOutcome>;
	/** Begins a purchase and opens the page where it is paid. */
	beginCreditPurchase(wish: CreditWish): Promise<BeginPurchaseOutcome>;
	/** Null when there is none with this id. */
	creditPurchase(purchase: string): Promise<CreditPurchase | null>;
	/** The newest first; those after the cursor `after`. */
	creditPurchases(after: string | null): Promise<CreditPurchasesPage>;
	/** The person's own ones that go on, the oldest first. */
	openCreditPurchases(): Promise<CreditPurchase[]>;
	cancelCreditPurchase(purchase: string): Promise<CancelPurchaseOutcome>;
	/** Opens the page where it is paid once more; false when the browser can't be opened. */
	openCheckout(purchase: string): Promise<boolean>;
	/**
	 * Writes a file to the downloads.
	 *
	 * @param name What it is called, without an ending.
	 */
	saveReceipt(name: string, html: string): Promise<SavedFile>;
}
