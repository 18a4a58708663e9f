import { parseDate, type CalendarDate } from "@internationalized/date";
import type { ExportEstimateOutcome } from "$lib/bindings/ExportEstimateOutcome";
import type { ExportFormat } from "$lib/bindings/ExportFormat";
import type { ExportOffer } from "$lib/bindings/ExportOffer";
import type { ExportWish } from "$lib/bindings/ExportWish";
import { m } from "$lib/messages";
import { Attempt } from "$lib/state/attempt.svelte";
import { failureFrom, type Failure } from "$lib/state/failure";
import type { OwnProfile } from "$lib/state/profile.svelte";
import { readDay, writeDay } from "./days";
import type { ShownExports } from "./exports-in-view.svelte";
import { hasFormulas } from "./formats";
import { presetIs, presetsOf, type Days, type Preset } from "./presets";
import { rangeRefusal, requestRefusal, type Refusal } from "./refusals";

/** How long nobody types before it is estimated, in milliseconds. */
const REST_MS = 300;

/** Why what was typed is no range, and which field it is about. */
export interface RangeProblem extends Refusal {
	side: "first" | "last" | "both";
}

/** What was chosen, kept while the section is away. */
interface Choice {
	/** A range by its name, which has other days tomorrow; null for days that were typed. */
	preset: Preset | null;
	/** Days as they were typed. */
	first: string;
	last: string;
	format: ExportFormat;
	isRaw: boolean;
}

/** Of each person, by organization. */
const choices = new WeakMap<OwnProfile, Record<string, Choice>>();

/** What is about to be exported: which days, as what, and how much that would be. */
export class NewExport {
	readonly requesting = new Attempt();
	#profile: OwnProfile;
	#choices: Record<string, Choice>;
	#organization: string;
	#offer: () => ExportOffer;
	#choice: Choice;
	#estimate = $state.raw<{ of: string; outcome: ExportEstimateOutcome } | null>(null);
	#estimateFailure = $state.raw<Failure | null>(null);
	#refusal = $state.raw<{ of: string; refusal: Refusal } | null>(null);
	#timer: ReturnType<typeof setTimeout> | undefined;
	#closed = false;

	constructor(profile: OwnProfile, organization: string, offer: () => ExportOffer) {
		this.#profile = profile;
		this.#organization = organization;
		this.#offer = offer;
		this.#choices = choices.get(profile) ?? {};
		choices.set(profile, this.#choices);
		const today = parseDate(offer().today);
		const fresh: Choice = {
			preset: "last_30_days",
			first: writeDay(today.subtract({ days: 29 })),
			last: writeDay(today),
			format: "csv",
			isRaw: false,
		};
		this.#choice = $state(this.#choices[organization] ?? fresh);
	}

	/** The days as they are typed, or as the range has them by now. */
	get first(): string {
		return this.#ofPreset ? writeDay(this.#ofPreset.first) : this.#choice.first;
	}

	get last(): string {
		return this.#ofPreset ? writeDay(this.#ofPreset.last) : this.#choice.last;
	}

	get format(): ExportFormat {
		return this.#choice.format;
	}

	get isRaw(): boolean {
		return this.#choice.isRaw;
	}

	choose(change: Partial<Pick<Choice, "format" | "isRaw">>): void {
		this.#take(change);
	}

	/** Takes what is typed. */
	type(typed: Partial<Pick<Choice, "first" | "last">>): void {
		this.#take({ preset: null, first: this.first, last: this.last, ...typed });
	}

	chooseDays({ first, last }: Days): void {
		this.#take({ preset: null, first: writeDay(first), last: writeDay(last) });
	}

	choosePreset(preset: Preset): void {
		const days = this.presets.get(preset);
		if (days) this.#take({ preset, first: writeDay(days.first), last: writeDay(days.last) });
	}

	#take(change: Partial<Choice>): void {
		Object.assign(this.#choice, change);
		this.#choices[this.#organization] = { ...this.#choice };
	}

	readonly presets = $derived.by(() => presetsOf(this.#offer()));

	/** What the range that was chosen by its name is today. */
	readonly #ofPreset = $derived.by(
		() => (this.#choice.preset && this.presets.get(this.#choice.preset)) || null,
	);

	/** The days, as far as each is one. */
	readonly days = $derived.by(() => ({ first: readDay(this.first), last: readDay(this.last) }));

	readonly range = $derived.by((): Days | null => {
		const { first, last } = this.days;
		return first && last ? { first, last } : null;
	});

	readonly preset = $derived.by((): Preset | null =>
		this.#ofPreset ? this.#choice.preset : this.range && presetIs(this.presets, this.range),
	);

	/** Why there is nothing to export, as far as that can be told here. */
	readonly problem = $derived.by((): RangeProblem | null => {
		const example = writeDay(parseDate(this.#offer().today));
		for (const side of ["first", "last"] as const) {
			if (!this.days[side]) return { side, code: "no_day", text: m.exports_no_day({ example }) };
		}
		return this.range && this.#outOfBounds(this.range);
	});

	readonly wish = $derived.by((): ExportWish | null => {
		if (!this.range || this.problem) return null;
		const { first, last } = this.range;
		const isRaw = hasFormulas(this.format) && this.isRaw;
		return { firstDay: first.toString(), lastDay: last.toString(), format: this.format, isRaw };
	});

	readonly #wished = $derived.by(() => JSON.stringify(this.wish));

	/** How much it would be; null while that is not known. */
	get estimate(): ExportEstimateOutcome | null {
		return this.#estimate?.of === this.#wished ? this.#estimate.outcome : null;
	}

	get estimateFailure(): Failure | null {
		return this.estimate ? null : this.#estimateFailure;
	}

	/** Why this wish was not granted. */
	get refusal(): Refusal | null {
		if (this.#refusal?.of === this.#wished) return this.#refusal.refusal;
		return this.estimate?.kind === "range_refused"
			? rangeRefusal(this.estimate.reason, this.estimate.limitDays)
			: null;
	}

	/** Estimates what is wished for, once nobody types any more. To be called whenever that has changed. */
	estimateSoon(): void {
		clearTimeout(this.#timer);
		this.#estimateFailure = null;
		if (this.wish) this.#timer = setTimeout(() => void this.estimateNow(), REST_MS);
	}

	async estimateNow(): Promise<void> {
		const [wish, of] = [this.wish, this.#wished];
		if (!wish || this.#closed) return;
		this.#estimateFailure = null;
		try {
			const outcome = await this.#profile.ask((host) => host.exportEstimate(wish));
			if (of === this.#wished) this.#estimate = { of, outcome };
		} catch (thrown) {
			if (of === this.#wished) this.#estimateFailure = failureFrom(thrown);
		}
	}

	/** Asks for it; answers whether it was granted. */
	async request(shown: ShownExports): Promise<boolean> {
		const [wish, of] = [this.wish, this.#wished];
		if (!wish) return false;
		const outcome = await this.requesting.run(() => {
			this.#refusal = null;
			return this.#profile.changeHere((host) => host.requestExport(wish));
		});
		if (!outcome) return false;
		const refusal = requestRefusal(outcome);
		if (refusal) this.#refusal = { of, refusal };
		if (outcome.kind === "requested") shown.take(outcome.exports);
		else await shown.load();
		return outcome.kind === "requested";
	}

	/** Nobody looks any more. */
	close(): void {
		this.#closed = true;
		clearTimeout(this.#timer);
	}

	#outOfBounds({ first, last }: Days): RangeProblem | null {
		const { today, limitDays } = this.#offer();
		const is = (side: RangeProblem["side"], reason: Parameters<typeof rangeRefusal>[0]): RangeProblem => ({
			side,
			...rangeRefusal(reason, limitDays),
		});
		if (first.compare(last) > 0) return is("both", "end_before_start");
		if (last.compare(parseDate(today)) > 0) return is("last", "in_future");
		if (daysBetween(first, last) > limitDays) return is("both", "too_long");
		return null;
	}
}

/** Both days are counted. */
const daysBetween = (first: CalendarDate, last: CalendarDate): number => last.compare(first) + 1;
