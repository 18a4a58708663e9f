import type { AccountState } from "./AccountState";
import type { Portal } from "./Portal";
export type KnownAccount = { id: string, portal: Portal, email: string, displayName: string | null, initials: string, hue: number, avatar: string | null, state: AccountState };
