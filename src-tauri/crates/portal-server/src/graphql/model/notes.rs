//! Refusals that say all with their name. GraphQL types have at least one field, so each has a
//! sentence for people who read raw answers.

use async_graphql::SimpleObject;

/// Defines such a type with its sentence.
macro_rules! note {
    ($(#[doc = $doc:literal])+ $name:ident, $message:literal) => {
        $(#[doc = $doc])+
        #[derive(SimpleObject)]
        pub(crate) struct $name {
            /// For people.
            message: &'static str,
        }

        impl Default for $name {
            fn default() -> Self {
                Self { message: $message }
            }
        }
    };
}

note!(
    /// The sign-in took too long, or was completed already. Start again with the password.
    ChallengeEnded,
    "This sign-in has ended. Start again with the password."
);
note!(
    /// MFA is on, and no code was given.
    SecondFactorMissing,
    "A code is needed as well."
);
note!(
    /// The enrollment expired, was brought to its end, or another was begun since.
    EnrollmentEnded,
    "This enrollment has ended. Begin again."
);
note!(
    /// MFA is off.
    MfaNotEnabled,
    "MFA is off."
);
note!(
    /// There is no such session.
    SessionNotFound,
    "There is no such session."
);
note!(
    /// There is no such key.
    ApiKeyNotFound,
    "There is no such API key."
);
note!(
    /// There are no API keys here: the feature is off.
    ApiKeysUnavailable,
    "There are no API keys in the organization in view."
);
note!(
    /// When the key ends is not accepted: in the past, more than 10 years ahead, or the key has ended already.
    ApiKeyExpiryRefused,
    "A key ends in the future, at most 10 years ahead."
);
note!(
    /// The idempotency key was used before, for something else.
    IdempotencyKeyReused,
    "This idempotency key was used for something else. Make a new one."
);
note!(
    /// There is no such workspace, or only its owner sees it.
    ChartWorkspaceNotFound,
    "There is no such charts workspace."
);
note!(
    /// There is no such page for the viewer.
    PageUnavailable,
    "There is no such page."
);
note!(
    /// There is no such organization, or the person is no member.
    OrganizationNotFound,
    "There is no such organization."
);
note!(
    /// The owner stays as long as there is the organization, and everybody in their personal account.
    OwnerStays,
    "The owner can't leave the organization, only delete it."
);
note!(
    /// That is not the organization's name; nothing was deleted.
    OrganizationNameMismatch,
    "This is not the name of the organization in view."
);
note!(
    /// There is no account with that address.
    AccountNotFound,
    "There is no account with this address."
);
note!(
    /// There is no such member.
    MemberNotFound,
    "There is no such member."
);
note!(
    /// The organization in view is not on a credit-based plan (any more). Nothing was done.
    CreditsUnavailable,
    "The plan of this organization goes without credits."
);
note!(
    /// The portal takes no payments.
    PaymentsUnavailable,
    "This portal takes no payments."
);
note!(
    /// The payment provider did not answer. Nothing is lost: the same request goes on where this one stopped.
    PaymentProviderUnreachable,
    "The payment provider can't be reached. Try again: nothing is bought twice."
);
note!(
    /// There is no such purchase here.
    CreditPurchaseNotFound,
    "There is no such purchase."
);
note!(
    /// Amounts of one's own are not sold (any more).
    OwnAmountsUnavailable,
    "Only packs are sold."
);
note!(
    /// The organization in view has no chart data exports (any more): the feature is off. Nothing was done.
    ExportsUnavailable,
    "Chart data exports are turned off in this organization."
);
note!(
    /// There is no such export here.
    ExportNotFound,
    "There is no such export."
);
note!(
    /// It did not time out, or is of a single day, which can't be split.
    ExportNotSplit,
    "This export can't be split into smaller ranges."
);
