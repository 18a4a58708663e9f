/** Whether the shell reads a message, for a native notification; the page never shows it. */
export const forTheShell = (id: string): boolean => id.startsWith("announce_");
