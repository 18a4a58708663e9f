import type { ChartCalculation } from "$lib/bindings/ChartCalculation";
import type { ChartRange } from "$lib/bindings/ChartRange";
import type { ChartReadings } from "$lib/bindings/ChartReadings";
import type { ChartWorkspace } from "$lib/bindings/ChartWorkspace";
import type { ChartWorkspaceSummary } from "$lib/bindings/ChartWorkspaceSummary";
import type { CreditFilter } from "$lib/bindings/CreditFilter";
import type { CreditHistoryPage } from "$lib/bindings/CreditHistoryPage";
import type { Credits } from "$lib/bindings/Credits";
import type { CreditTotals } from "$lib/bindings/CreditTotals";
import type { Home } from "$lib/bindings/Home";
import type { Page } from "$lib/bindings/Page";
import type { PinPageOutcome } from "$lib/bindings/PinPageOutcome";
import type { SavedFile } from "$lib/bindings/SavedFile";
import type { SetCreditThresholdOutcome } from "$lib/bindings/SetCreditThresholdOutcome";
import type { StarWorkspaceOutcome } from "$lib/bindings/StarWorkspaceOutcome";
import type { UnpinOutcome } from "$lib/bindings/UnpinOutcome";
import type { CreditPurchasesHost } from "./credit-purchases";
import type { ExportsHost } from "./exports";

/** The pages of the organization in view, and which of them opens first. Rejects like {@link OrganizationsHost}. */
export interface OrganizationPagesHost extends CreditPurchasesHost, ExportsHost {
	home(): Promise<Home>;

	/**
	 * @param timeZone IANA name; days begin at midnight there.
	 * @returns Null unless the organization is on a credit-based plan.
	 */
	credits(timeZone: string): Promise<Credits | null>;
	/**
	 * The last transactions come first.
	 *
	 * @param before Only those with lower numbers; null for the last ones of all.
	 * @returns Null unless the organization is on a credit-based plan.
	 */
	creditTransactions(filter: CreditFilter, before: number | null): Promise<CreditHistoryPage | null>;
	/** Null unless the organization is on a credit-based plan. */
	creditTotals(filter: CreditFilter): Promise<CreditTotals | null>;
	/**
	 * Writes a file to the downloads.
	 *
	 * @param saved Told how many transactions are in it so far.
	 * @returns Null when it was stopped.
	 */
	saveCreditHistory(filter: CreditFilter, saved: (count: number) => void): Promise<SavedFile | null>;
	stopSavingCreditHistory(): Promise<void>;

	/**
	 * Chooses below how many credits the person is told.
	 *
	 * @param threshold A plain decimal; null: never.
	 */
	setCreditThreshold(threshold: string | null): Promise<SetCreditThresholdOutcome>;

	/** All of them, by name. */
	chartWorkspaces(): Promise<ChartWorkspaceSummary[]>;
	/** Null when it is gone. */
	chartWorkspace(workspace: string): Promise<ChartWorkspace | null>;
	/**
	 * @param calculation Null for the chart's own.
	 * @param timeZone IANA name; days begin at midnight there.
	 * @returns Null when the chart is gone.
	 */
	chartReadings(
		chart: string,
		range: ChartRange,
		calculation: ChartCalculation | null,
		timeZone: string,
	): Promise<ChartReadings | null>;
	starWorkspace(workspace: string, starred: boolean): Promise<StarWorkspaceOutcome>;
	/**
	 * Writes a file to the downloads.
	 *
	 * @param name What it is called, without an ending; characters that no file name may have are replaced.
	 */
	saveChartTable(name: string, csv: string): Promise<SavedFile>;
	/** @param png In base64. */
	saveChartPicture(name: string, png: string): Promise<SavedFile>;

	/** `workspace` only with the charts page; null for the list of workspaces. */
	pinPage(page: Page, workspace: string | null): Promise<PinPageOutcome>;
	/** @param pin Id of a pinned page; another stays. */
	unpinPage(pin: string): Promise<UnpinOutcome>;
	/** Takes `unpinPage` back. */
	restorePin(pin: string): Promise<UnpinOutcome>;
}
