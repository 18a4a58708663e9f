import type { PictureChange } from "$lib/bindings/PictureChange";
import type { PictureRefusal } from "$lib/bindings/PictureRefusal";
import { m } from "$lib/messages";
import { failureFrom } from "$lib/state/failure";
import type { OwnProfile } from "$lib/state/profile.svelte";

/** Larger files are not even read. */
const LARGEST_FILE = 20 * 1024 * 1024;

/** Why a file is not accepted. */
export const explainPicture = (reason: PictureRefusal): string =>
	reason === "too_large" ? m.picture_too_large() : m.picture_not_a_picture();

function inBase64(file: File): Promise<string> {
	return new Promise((resolve, reject) => {
		const reader = new FileReader();
		reader.onload = () => resolve((reader.result as string).replace(/^[^,]*,/, ""));
		reader.onerror = () => reject(reader.error ?? new Error("the file could not be read"));
		reader.readAsDataURL(file);
	});
}

/** A picture to be chosen, kept or taken away. */
export class PictureChoice {
	#profile: OwnProfile;
	#change = $state.raw<PictureChange>({ kind: "keep" });
	#refusal = $state<PictureRefusal | null>(null);
	/** Counts what was chosen: the last one wins. */
	#choices = 0;
	#unread = $state(false);
	#preparing = $state(0);

	constructor(profile: OwnProfile) {
		this.#profile = profile;
	}

	/** What becomes of the picture. */
	get change(): PictureChange {
		return this.#change;
	}

	/** Why the file chosen last is not accepted. */
	get refusal(): PictureRefusal | "unread" | null {
		return this.#unread ? "unread" : this.#refusal;
	}

	/** A file is being made ready. */
	get busy(): boolean {
		return this.#preparing > 0;
	}

	/** What is shown for a picture that is `kept` otherwise. */
	shown(kept: string | null): string | null {
		if (this.#change.kind === "replace") return this.#change.picture;
		return this.#change.kind === "keep" ? kept : null;
	}

	/** Makes a file ready. */
	async take(file: File): Promise<void> {
		const choice = this.#begin();
		if (file.size > LARGEST_FILE) {
			this.#refusal = "too_large";
			return;
		}
		this.#preparing += 1;
		try {
			const read = await inBase64(file);
			const outcome = await this.#profile.ask((host) => host.preparePicture(read));
			if (choice !== this.#choices) return;
			if (outcome.kind === "prepared") this.#change = { kind: "replace", picture: outcome.picture };
			else this.#refusal = outcome.reason;
		} catch (thrown) {
			this.#unread = choice === this.#choices && failureFrom(thrown).code !== "organization_changed";
		} finally {
			this.#preparing -= 1;
		}
	}

	/** Takes the picture away. */
	remove(): void {
		this.#begin();
		this.#change = { kind: "remove" };
	}

	/** Leaves it as it is. */
	keep(): void {
		this.#begin();
		this.#change = { kind: "keep" };
	}

	/** The portal does not accept it. */
	refuse(reason: PictureRefusal): void {
		this.#refusal = reason;
	}

	#begin(): number {
		this.#refusal = null;
		this.#unread = false;
		this.#choices += 1;
		return this.#choices;
	}
}
