//! Whose turn it is: the fewest that run first, and of those the one who has waited longest.

use std::cmp::Reverse;

use chrono::TimeDelta;
use sea_orm::Set;

use super::{Exports, MOST_ATTEMPTS, RUNNING_OF_ORGANIZATION, RUNNING_OF_PERSON};
use crate::domain::{ExportFailure, ExportState};
use crate::store::entities::export;
use crate::store::export_turns::{self, Asker};
use crate::store::{StoreError, exports};

/// An export that was taken up.
#[derive(Clone, Debug)]
pub(super) struct Turn {
    /// As it was when it was taken up.
    pub(super) export: export::Model,
    /// What it is written with.
    pub(super) fence: i64,
}

impl Exports {
    /// Takes up the export whose turn it is, if there is one. One that was taken up too often is ended instead.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub(super) async fn next_turn(&self) -> Result<Option<Turn>, StoreError> {
        let now = self.surroundings.now();
        // Most of the time there is nothing, which costs no transaction.
        if export_turns::heads(self.store.read(), now)
            .await?
            .is_empty()
        {
            return Ok(None);
        }
        let transaction = self.store.begin_write().await?;
        export_turns::hold(&transaction).await?;
        let heads = export_turns::heads(&transaction, now).await?;
        let worn_out = heads
            .iter()
            .find(|(_, head)| head.attempts >= MOST_ATTEMPTS);
        if let Some((_, export)) = worn_out {
            let state = ExportState::Failed;
            let failed = export::ActiveModel {
                failure: Set(Some(ExportFailure::Interrupted)),
                ..self.end(state)
            };
            export_turns::change_at(&transaction, export.id, export.fence, failed).await?;
            self.tell_end(&transaction, export, state).await?;
            transaction.commit().await?;
            self.ended(export);
            return Ok(None);
        }
        let running = export_turns::worked_on(&transaction, now).await?;
        let mut turn = None;
        if let Some(export) = first_of(heads, &running) {
            let lease_until = now + self.lease();
            let taken = export_turns::take(&transaction, &export, now, lease_until).await?;
            let export = exports::by_id(&transaction, export.id).await?;
            turn = taken
                .zip(export)
                .map(|(fence, export)| Turn { export, fence });
        }
        transaction.commit().await?;
        if let Some(turn) = &turn {
            self.changed(&turn.export);
        }
        Ok(turn)
    }

    pub(super) fn lease(&self) -> TimeDelta {
        TimeDelta::from_std(self.policy.lease).unwrap_or(TimeDelta::MAX)
    }

    /// What ends an export that is under way, in this state.
    pub(super) fn end(&self, state: ExportState) -> export::ActiveModel {
        export::ActiveModel {
            state: Set(state),
            finished_at: Set(Some(self.surroundings.now())),
            lease_until: Set(None),
            ..Default::default()
        }
    }
}

/// Of the oldest exports of all who wait, the one whose turn it is.
fn first_of(heads: Vec<(Asker, export::Model)>, running: &[Asker]) -> Option<export::Model> {
    let of_organization = |asker: &Asker| {
        let same = |other: &&Asker| other.organization_id == asker.organization_id;
        running.iter().filter(same).count()
    };
    // Whoever is in several organizations has as many as others.
    let of_person = |asker: &Asker| {
        let same = |other: &&Asker| other.requester_id == asker.requester_id;
        running.iter().filter(same).count()
    };
    heads
        .into_iter()
        .filter(|(asker, _)| {
            of_organization(asker) < RUNNING_OF_ORGANIZATION && of_person(asker) < RUNNING_OF_PERSON
        })
        .max_by_key(|(asker, head)| {
            Reverse((
                of_organization(asker),
                of_person(asker),
                head.created_at,
                head.id,
            ))
        })
        .map(|(_, head)| head)
}
