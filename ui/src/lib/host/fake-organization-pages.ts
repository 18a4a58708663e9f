import type { Home } from "$lib/bindings/Home";
import type { Page } from "$lib/bindings/Page";
import type { PinnedPage } from "$lib/bindings/PinnedPage";
import type { PinPageOutcome } from "$lib/bindings/PinPageOutcome";
import type { ProfileSnapshot } from "$lib/bindings/ProfileSnapshot";
import { FakeCharts } from "./fake-charts";
import type { OrganizationPagesHost } from "./organization-pages";
import { sampleHome } from "./sample-home";

/** The pages of an organization at the fake portal. */
export class FakeOrganizationPages extends FakeCharts implements OrganizationPagesHost {
	homeAnswer: Home = sampleHome(this.now());
	/** Answers in place of pinning. */
	pinAnswer: PinPageOutcome | null = null;
	/** What `restorePin` brings back. */
	unpinned: PinnedPage | null = null;

	home(): Promise<Home> {
		return this.answer("home", [], () => structuredClone(this.homeAnswer));
	}

	pinPage(page: Page, workspace: string | null): Promise<PinPageOutcome> {
		return this.answer("pinPage", [page, workspace], () => {
			if (this.pinAnswer) return this.pinAnswer;
			const workspaceName = this.workspaces.find((each) => each.id === workspace)?.name ?? null;
			this.profile.pinnedPage = { page, workspace, workspaceName, broken: null };
			return { kind: "pinned", snapshot: this.snapshot() };
		});
	}

	unpinPage(): Promise<ProfileSnapshot> {
		return this.answer("unpinPage", [], () => {
			this.unpinned = this.profile.pinnedPage;
			this.profile.pinnedPage = null;
			return this.snapshot();
		});
	}

	restorePin(): Promise<PinPageOutcome> {
		return this.answer("restorePin", [], () => {
			if (!this.unpinned) return { kind: "unavailable" };
			this.profile.pinnedPage = this.unpinned;
			return { kind: "pinned", snapshot: this.snapshot() };
		});
	}
}
