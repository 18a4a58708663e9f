import type { CreditFilter } from "$lib/bindings/CreditFilter";
import type { CreditHistoryPage } from "$lib/bindings/CreditHistoryPage";
import type { Credits } from "$lib/bindings/Credits";
import type { CreditTotals } from "$lib/bindings/CreditTotals";
import type { Home } from "$lib/bindings/Home";
import type { Page } from "$lib/bindings/Page";
import type { PinnedPage } from "$lib/bindings/PinnedPage";
import type { PinPageOutcome } from "$lib/bindings/PinPageOutcome";
import type { SavedFile } from "$lib/bindings/SavedFile";
import type { SetCreditThresholdOutcome } from "$lib/bindings/SetCreditThresholdOutcome";
import type { UnpinOutcome } from "$lib/bindings/UnpinOutcome";
import { FakeExports } from "./fake-exports";
import { FakeLedger } from "./fake-ledger";
import type { OrganizationPagesHost } from "./organization-pages";
import { sampleCredits } from "./sample-credits";
import { sampleHome } from "./sample-home";

/** The pages of an organization at the fake portal. */
export class FakeOrganizationPages extends FakeExports implements OrganizationPagesHost {
	homeAnswer: Home = sampleHome(this.now());
	creditsAnswer: Credits | null = sampleCredits(this.now());
	/** Without one, the plan goes without credits. */
	ledger: FakeLedger | null = new FakeLedger(1204, this.creditsAnswer?.recent ?? [], this.now());
	/** Tells what is saved of the history; null when nothing is under way. */
	#saving: ((count: number) => void) | null = null;
	#stop: (() => void) | null = null;
	/** Answers in place of choosing a threshold. */
	thresholdAnswer: SetCreditThresholdOutcome | null = null;
	/** Answers in place of pinning. */
	pinAnswer: PinPageOutcome | null = null;
	/** What was unpinned, unless another was pinned since. */
	unpinned: PinnedPage | null = null;

	credits(timeZone: string): Promise<Credits | null> {
		return this.answer("credits", [timeZone], () => structuredClone(this.creditsAnswer));
	}

	creditTransactions(filter: CreditFilter, before: number | null): Promise<CreditHistoryPage | null> {
		return this.answer(
			"creditTransactions",
			[filter, before],
			() => this.ledger?.page(filter, before) ?? null,
		);
	}

	creditTotals(filter: CreditFilter): Promise<CreditTotals | null> {
		return this.answer("creditTotals", [filter], () => this.ledger?.totals(filter) ?? null);
	}

	async saveCreditHistory(filter: CreditFilter, saved: (count: number) => void): Promise<SavedFile | null> {
		const stopped = new Promise<null>((resolve) => (this.#stop = () => resolve(null)));
		this.#saving = saved;
		const name = "portal-profile-credits-2026-11-23.csv";
		const file = this.answer("saveCreditHistory", [filter], () => ({
			name,
			path: `/home/ada/Downloads/${name}`,
		}));
		return Promise.race([file, stopped]).finally(() => (this.#saving = null));
	}

	/** As the shell does while it saves. */
	tellSaved(count: number): void {
		this.#saving?.(count);
	}

	stopSavingCreditHistory(): Promise<void> {
		return this.answer("stopSavingCreditHistory", [], () => this.#stop?.());
	}

	setCreditThreshold(threshold: string | null): Promise<SetCreditThresholdOutcome> {
		return this.answer("setCreditThreshold", [threshold], () => {
			if (this.thresholdAnswer) return this.thresholdAnswer;
			const exact = threshold === null ? null : Number(threshold).toFixed(3);
			if (this.creditsAnswer) this.creditsAnswer.threshold = exact;
			return { kind: "set", threshold: exact };
		});
	}

	home(): Promise<Home> {
		return this.answer("home", [], () => structuredClone(this.homeAnswer));
	}

	pinPage(page: Page, workspace: string | null): Promise<PinPageOutcome> {
		return this.answer("pinPage", [page, workspace], () => {
			if (this.pinAnswer) return this.pinAnswer;
			const workspaceName = this.workspaces.find((each) => each.id === workspace)?.name ?? null;
			const id = workspace === null ? page : `${page}.${workspace}`;
			this.profile.pinnedPage = { id, page, workspace, workspaceName, broken: null };
			this.unpinned = null;
			return { kind: "pinned", snapshot: this.snapshot() };
		});
	}

	unpinPage(pin: string): Promise<UnpinOutcome> {
		return this.answer("unpinPage", [pin], () => {
			const { pinnedPage } = this.profile;
			if (pinnedPage?.id === pin) {
				this.unpinned = pinnedPage;
				this.profile.pinnedPage = null;
			}
			return this.#unpinning(!this.profile.pinnedPage && this.unpinned?.id === pin);
		});
	}

	restorePin(pin: string): Promise<UnpinOutcome> {
		return this.answer("restorePin", [pin], () => {
			if (!this.profile.pinnedPage && this.unpinned?.id === pin) this.profile.pinnedPage = this.unpinned;
			return this.#unpinning(this.profile.pinnedPage?.id === pin);
		});
	}

	#unpinning(done: boolean): UnpinOutcome {
		return { kind: done ? "done" : "changed_meanwhile", snapshot: this.snapshot() };
	}
}
