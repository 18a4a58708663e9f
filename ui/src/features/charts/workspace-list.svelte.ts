import type { ChartWorkspaceSummary } from "$lib/bindings/ChartWorkspaceSummary";
import type { Failure } from "$lib/state/failure";
import { Fetched } from "$lib/state/fetched.svelte";
import { Setting } from "$lib/state/setting.svelte";
import { arrange, type WorkspaceFilter, type WorkspaceOrder } from "./arrange";
import type { Ask } from "./chart-in-view.svelte";

/** The workspaces of the organization in view, and how a person looks through them. */
export class WorkspaceList {
	search = $state("");
	filters = $state.raw<WorkspaceFilter[]>([]);
	order = $state<WorkspaceOrder>("name");

	#ask: Ask;
	#fetched: Fetched<ChartWorkspaceSummary[]>;
	/** Each follows what it holds; a map that is followed as a whole would have every row drawn for each star. */
	#stars: Record<string, Setting<boolean>> = {};

	constructor(ask: Ask) {
		this.#ask = ask;
		this.#fetched = new Fetched(async () => {
			const workspaces = await ask((host) => host.chartWorkspaces());
			// Made here and not where they are first read: what is made there is not followed there.
			for (const { id } of workspaces) this.#prepareStar(id);
			return workspaces;
		});
	}

	/** All of them, as starred as the person sees them; null until they are known. */
	get all(): ChartWorkspaceSummary[] | null {
		const known = this.#fetched.value;
		return known && known.map((each) => ({ ...each, starred: this.#stars[each.id]?.value ?? each.starred }));
	}

	/** Those that the person looks for; null until any are known. */
	get found(): ChartWorkspaceSummary[] | null {
		return this.all && arrange(this.all, this);
	}

	get failure(): Failure | null {
		return this.#fetched.failure;
	}

	get fetching(): boolean {
		return this.#fetched.fetching;
	}

	/** The workspace whose star went back, and why. */
	get unstarred(): { name: string; failure: Failure } | null {
		for (const { id, name } of this.#fetched.value ?? []) {
			const failure = this.#stars[id]?.failure;
			if (failure) return { name, failure };
		}
		return null;
	}

	load(): Promise<void> {
		return this.#fetched.load();
	}

	/** Shows the star at once; it goes back when it can't be saved. */
	async star(id: string, starred: boolean): Promise<void> {
		await this.#stars[id]?.choose(starred);
	}

	#prepareStar(id: string): void {
		this.#stars[id] ??= new Setting<boolean>(
			() => this.#fetched.value?.find((each) => each.id === id)?.starred ?? false,
			(starred) => this.#saveStar(id, starred),
		);
	}

	async #saveStar(id: string, starred: boolean): Promise<void> {
		const outcome = await this.#ask((host) => host.starWorkspace(id, starred));
		const others = (this.#fetched.value ?? []).filter((each) => each.id !== id);
		// One that is gone has no star to save.
		this.#fetched.set(outcome.kind === "starred" ? [...others, outcome.workspace] : others);
	}
}
