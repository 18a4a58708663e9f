const ledToSignIn = "Whoever it happens to is led to the sign-in page, which has words of its own for it.";
const asksForIdentity = "The page asks for the identity instead.";
const copiedByHand = "Copying says secret_not_copied, whatever is in the way.";

/** Messages that no state shows, each with the reason. They are there so that every failure has words. */
export const unseenMessages: Record<string, string> = {
	failure_session_ended: ledToSignIn,
	failure_session_ended_next: ledToSignIn,
	failure_not_signed_in: ledToSignIn,
	failure_not_signed_in_next: ledToSignIn,
	failure_confirmation_required: asksForIdentity,
	failure_confirmation_required_next: asksForIdentity,
	failure_clipboard_unavailable: copiedByHand,
	failure_clipboard_unavailable_next: copiedByHand,
};
