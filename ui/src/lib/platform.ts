import { m } from "$lib/messages";

/** Whether the keys of commands are those of a Mac. */
const isMac = (): boolean => /\bMac/.test(navigator.userAgent);

/** What a person presses together with the command key of their system, as it stands on their keyboard. */
export const withCommandKey = (key: string): string => (isMac() ? `⌘${key}` : m.keys_with_control({ key }));
