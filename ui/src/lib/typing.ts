/** Where keys are text, or choose something in a menu. */
const TYPING = "input, textarea, select, [contenteditable], [role=menu]";

/** Whether a key that is typed there is meant for it. */
export const isTyping = (target: EventTarget | null): boolean =>
	target instanceof Element && target.closest(TYPING) !== null;
