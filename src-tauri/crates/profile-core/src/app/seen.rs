//! What was seen of a session's profile. It has two parts with a history of their own: what is about the person,
//! wherever they work, and what is about the organization in view.

use std::sync::Arc;

use super::in_view::InView;
use crate::failure::Failure;
use crate::offline::SeenProfile;
use crate::profile::{Profile, ProfileSnapshot};

/// The profile as seen last, and where it is from.
pub(super) struct Seen {
    profile: Option<SeenProfile>,
    in_view: Arc<InView>,
    /// Whether the portal said in this run which organization is in view.
    settled: bool,
    /// Count what the person changed of either part, so that a reply from before a change is known to be old.
    account_changes: u64,
    organization_changes: u64,
}

/// What was in view when a person did something, and what they had changed by then.
#[derive(Clone)]
pub(super) struct Moment {
    /// The stay that all requests of what they did are about.
    pub(super) in_view: Arc<InView>,
    /// What the organization was called.
    pub(super) organization_name: Option<String>,
    settled: bool,
    account_changes: u64,
    organization_changes: u64,
}

impl Moment {
    /// The id of the organization in view, to be named in requests.
    pub(super) fn organization(&self) -> Option<&str> {
        self.in_view.id()
    }

    /// The organization that whatever the person did at this moment is about.
    pub(super) fn about(&self) -> Option<String> {
        self.organization().map(str::to_owned)
    }

    /// As [`Self::organization`], for a look at the whole profile. The first one of a run names none: a profile
    /// that was kept from an earlier run may be of another organization than the one chosen last, whose answer
    /// was lost. Each session keeps its own choice at the portal, so the answer to such a look is where the person
    /// wanted to be.
    pub(super) fn organization_to_see(&self) -> Option<&str> {
        self.organization().filter(|_| self.settled)
    }
}

impl Seen {
    /// What the portal said just now.
    pub(super) fn just_now(profile: SeenProfile) -> Self {
        let settled = true;
        Self {
            settled,
            ..Self::kept(Some(profile))
        }
    }

    /// What an earlier run kept.
    pub(super) fn kept(profile: Option<SeenProfile>) -> Self {
        let id = profile.as_ref().map(organization);
        Self {
            in_view: InView::new(id),
            profile,
            settled: false,
            account_changes: 0,
            organization_changes: 0,
        }
    }

    pub(super) fn profile(&self) -> Option<&SeenProfile> {
        self.profile.as_ref()
    }

    pub(super) fn now(&self) -> Moment {
        let profile = self.profile.as_ref();
        Moment {
            in_view: Arc::clone(&self.in_view),
            organization_name: profile.map(|seen| seen.snapshot.profile.organization.name.clone()),
            settled: self.settled,
            account_changes: self.account_changes,
            organization_changes: self.organization_changes,
        }
    }

    /// Takes the answer to a look that was begun at `moment`. Whatever the person changed since is newer. If the
    /// portal put the person into another organization, that one is in view from now on.
    pub(super) fn see(
        &mut self,
        moment: &Moment,
        reply: SeenProfile,
    ) -> Result<ProfileSnapshot, Failure> {
        moment.in_view.check()?;
        let moved = !self.in_view.is(organization(&reply));
        if moved {
            self.replace_in_view(&reply);
        }
        self.settled = true;
        let account = self.account_changes == moment.account_changes;
        let unchanged = self.organization_changes == moment.organization_changes;
        Ok(self.take(reply, account, moved || unchanged))
    }

    /// Takes the answer to a choice of another organization, which is in view from now on.
    pub(super) fn enter(&mut self, moment: &Moment, reply: SeenProfile) -> ProfileSnapshot {
        self.replace_in_view(&reply);
        self.settled = true;
        let account = self.account_changes == moment.account_changes;
        self.take(reply, account, true)
    }

    /// Takes the answer to a change of the person's own part, begun at `moment`. It counts wherever the person
    /// works by now; what it says of an organization counts only in that one.
    pub(super) fn see_account_changed(
        &mut self,
        moment: &Moment,
        reply: SeenProfile,
    ) -> ProfileSnapshot {
        self.account_changes += 1;
        let there = moment.in_view.check().is_ok() && self.in_view.is(organization(&reply));
        let unchanged = self.organization_changes == moment.organization_changes;
        self.take(reply, true, there && unchanged)
    }

    /// Takes the answer to a change of the organization that was in view at `moment`.
    pub(super) fn see_organization_changed(
        &mut self,
        moment: &Moment,
        reply: SeenProfile,
    ) -> Result<ProfileSnapshot, Failure> {
        moment.in_view.check()?;
        self.organization_changes += 1;
        let account = self.account_changes == moment.account_changes;
        Ok(self.take(reply, account, true))
    }

    /// Changes the person's own part as the portal confirmed it; `None` when no profile was seen yet.
    pub(super) fn see_account_change(
        &mut self,
        change: impl FnOnce(&mut Profile),
    ) -> Option<ProfileSnapshot> {
        self.account_changes += 1;
        self.change(change)
    }

    /// Changes what is about the organization that was in view at `moment`, as the portal confirmed it.
    pub(super) fn see_organization_change(
        &mut self,
        moment: &Moment,
        change: impl FnOnce(&mut Profile),
    ) -> Result<Option<ProfileSnapshot>, Failure> {
        moment.in_view.check()?;
        self.organization_changes += 1;
        Ok(self.change(change))
    }

    fn change(&mut self, change: impl FnOnce(&mut Profile)) -> Option<ProfileSnapshot> {
        let snapshot = &mut self.profile.as_mut()?.snapshot;
        change(&mut snapshot.profile);
        Some(snapshot.clone())
    }

    fn replace_in_view(&mut self, reply: &SeenProfile) {
        let left = std::mem::replace(&mut self.in_view, InView::new(Some(organization(reply))));
        left.end();
    }

    /// Takes those parts of `reply` that are newer than what was seen. The age of the whole is that of what is
    /// about the organization.
    fn take(&mut self, reply: SeenProfile, account: bool, organization: bool) -> ProfileSnapshot {
        let seen = match self.profile.take() {
            None => reply,
            Some(seen) => {
                let (mut whole, other) = if organization {
                    (reply, seen)
                } else {
                    (seen, reply)
                };
                if account != organization {
                    take_account(&mut whole, other);
                }
                whole
            }
        };
        self.profile.insert(seen).snapshot.clone()
    }
}

fn organization(seen: &SeenProfile) -> &str {
    &seen.snapshot.profile.organization.id
}

fn take_account(whole: &mut SeenProfile, other: SeenProfile) {
    let (profile, account) = (&mut whole.snapshot.profile, other.snapshot.profile);
    profile.account = account.account;
    profile.preferences = account.preferences;
    profile.security = account.security;
    whole.avatar_path = other.avatar_path;
    // The one thing about the person that depends on where they work.
    for requirement in &mut profile.security.mfa.required_by {
        requirement.in_view = requirement.organization == profile.organization.id;
    }
}
