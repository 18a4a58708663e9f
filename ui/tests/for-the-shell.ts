/** Whether the shell reads a message, for a native notification or the menu in the tray; the page never shows it. */
export const forTheShell = (id: string): boolean =>
	["announce_", "tray_"].some((start) => id.startsWith(start));
