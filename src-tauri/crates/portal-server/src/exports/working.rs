//! Working on exports: taking one up, writing its file, and publishing it.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use sea_orm::{ConnectionTrait, Set};
use tokio::task::spawn_blocking;
use tokio_util::sync::CancellationToken;

use super::turn_end::TurnEnd;
use super::turns::Turn;
use super::wanted::wanted_by;
use super::writing::{self, Processors, SharedProgress, Wanted, Written};
use super::{Exports, Running};
use crate::domain::{Feature, Members};
use crate::objects::{ExportFileName, UnfinishedExport, UnfinishedName};
use crate::store::entities::export;
use crate::store::{
    StoreError, export_removals, export_turns, features, memberships, organizations,
};

/// Between two looks for something to do, unless this process knows of it before.
const IDLE: Duration = Duration::from_secs(1);

/// Between two looks at whether the export still belongs to this process.
const LOOK: Duration = Duration::from_millis(250);

/// Looks after which the progress is noted.
const LOOKS_PER_NOTE: u32 = 4;

impl Exports {
    /// Works on one export after the other until told to stop.
    pub(crate) async fn work(self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            match self.next_turn().await {
                Ok(Some(turn)) => {
                    let turn = tokio::spawn(self.clone().take_turn(turn, stop.clone()));
                    if let Err(error) = turn.await {
                        tracing::error!(%error, "work on an export was cut short");
                    }
                    continue;
                }
                Ok(None) => {}
                Err(error) => tracing::error!(%error, "whose turn it is can't be found out"),
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = self.waiting.one_waits() => {}
                () = tokio::time::sleep(IDLE) => {}
            }
        }
    }

    async fn take_turn(self, turn: Turn, stop: CancellationToken) {
        let id = turn.export.id;
        let running = Running::begin(&self, &turn);
        let end = match self.write(&turn, running.own(), &stop).await {
            Ok(end) | Err(end) => end,
        };
        drop(running);
        if let Err(error) = self.settle(&turn, end).await {
            // The lease ends by itself, and then somebody takes it up again.
            tracing::error!(%error, export = %id, "how work on an export ended was not saved");
        }
    }

    /// Writes the file while the export is this turn's.
    async fn write(
        &self,
        turn: &Turn,
        own: &CancellationToken,
        stop: &CancellationToken,
    ) -> Result<TurnEnd, TurnEnd> {
        let export = &turn.export;
        self.clear_earlier_turns(turn).await;
        if !self.may_see(self.store.read(), export).await? {
            return Ok(TurnEnd::withdrawn());
        }
        let wanted = wanted_by(export)?;
        let progress = Arc::new(SharedProgress::beginning(wanted.range.from));
        let begun = self.surroundings.clock.elapsed();
        let writing = self.written(turn, &wanted, Arc::clone(&progress), own.clone());
        tokio::pin!(writing);
        let mut looks = tokio::time::interval(LOOK);
        looks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let (mut looked, mut renewed) = (0_u32, begun);
        // As the turn was taken.
        let mut lease_until = self.surroundings.now() + self.lease();
        let end = loop {
            tokio::select! {
                written = &mut writing => {
                    let (file, written) = written?;
                    return Ok(TurnEnd::Whole(file, written));
                }
                () = stop.cancelled() => break TurnEnd::Stopped,
                () = own.cancelled() => break TurnEnd::Lost,
                _ = looks.tick() => {}
            }
            let now = self.surroundings.clock.elapsed();
            // Each turn has the whole of it: what was written in earlier ones is written anew.
            if now - begun > self.policy.allowed {
                break TurnEnd::TimedOut;
            }
            looked += 1;
            // While a machine sleeps, the one clock stands still and the other, by which the lease ends, goes on.
            let is_to_renew = now - renewed >= self.policy.lease / 4
                || lease_until - self.surroundings.now() < self.lease() * 3 / 4;
            let still_own = match looked % LOOKS_PER_NOTE == 0 || is_to_renew {
                true => self.note(turn, &progress, now - begun, is_to_renew).await,
                false => export_turns::is_at(self.store.read(), export.id, turn.fence).await,
            };
            match still_own {
                Ok(true) if is_to_renew => {
                    renewed = now;
                    lease_until = self.surroundings.now() + self.lease();
                }
                Ok(true) => {}
                Ok(false) => break TurnEnd::Lost,
                Err(error) => {
                    tracing::warn!(%error, export = %export.id, "progress of an export was not saved");
                    if now - renewed >= self.policy.lease {
                        break TurnEnd::Lost;
                    }
                }
            }
        };
        // The writer is let go of only after it has heard it, so that nothing is written any more.
        own.cancel();
        let _ = writing.await;
        if !matches!(end, TurnEnd::Lost) {
            let took = self.surroundings.clock.elapsed() - begun;
            if let Err(error) = self.note(turn, &progress, took, false).await {
                tracing::warn!(%error, export = %export.id, "how far an export came was not saved");
            }
        }
        Ok(end)
    }

    /// Writes the file, all the way to the disk or to wherever it is sent.
    async fn written(
        &self,
        turn: &Turn,
        wanted: &Wanted,
        progress: Arc<SharedProgress>,
        stop: CancellationToken,
    ) -> Result<(UnfinishedExport, Written), TurnEnd> {
        let estimate = writing::estimate(&self.store, wanted).await?;
        let expected = export::ActiveModel {
            expected_rows: Set(i64::try_from(estimate.rows).ok()),
            ..Default::default()
        };
        let (id, fence) = (turn.export.id, turn.fence);
        let counted = export_turns::change_at(self.store.read(), id, fence, expected).await;
        if !counted.map_err(TurnEnd::of_writing)? {
            return Err(TurnEnd::Lost);
        }
        let begun = self.objects.begin_export(turn.name());
        let whole = begun.map_err(|error| TurnEnd::of_file(&error))?;
        let file = whole.file().map_err(|error| TurnEnd::of_file(&error))?;
        let one = Processors::One;
        let writing = writing::write(&self.store, wanted, file, progress, stop.clone(), one);
        let written = writing.await?;
        let file = whole.file().map_err(|error| TurnEnd::of_file(&error))?;
        let synced = spawn_blocking(move || file.sync_all()).await;
        synced
            .map_err(io::Error::other)
            .flatten()
            .map_err(|error| TurnEnd::of_file(&error))?;
        let name = ExportFileName::new(&written.sha256, turn.export.format);
        if self.objects.are_far() {
            self.announce_file(turn, &name, &stop).await?;
        }
        match self.objects.send_export(&whole, &name, &stop).await? {
            true => Ok((whole, written)),
            false => Err(TurnEnd::Lost),
        }
    }

    /// Notes how far a turn has come, and renews its lease if it is time; answers whether the export is still its.
    async fn note(
        &self,
        turn: &Turn,
        progress: &SharedProgress,
        took: Duration,
        is_to_renew: bool,
    ) -> Result<bool, StoreError> {
        let come = progress.read();
        let mut noted = export::ActiveModel {
            rows: Set(i64::try_from(come.rows).unwrap_or(i64::MAX)),
            reached_at: Set(Some(come.reached)),
            ran_for: Set(i64::try_from(took.as_millis()).unwrap_or(i64::MAX)),
            ..Default::default()
        };
        if is_to_renew {
            noted.lease_until = Set(Some(self.surroundings.now() + self.lease()));
        }
        let id = turn.export.id;
        let still_own = export_turns::change_at(self.store.read(), id, turn.fence, noted).await?;
        self.changed(&turn.export);
        Ok(still_own)
    }

    /// Whether whoever asked for an export may see what it writes.
    pub(super) async fn may_see(
        &self,
        database: &impl ConnectionTrait,
        export: &export::Model,
    ) -> Result<bool, StoreError> {
        let id = export.organization_id;
        let Some(organization) = organizations::by_id(database, id).await? else {
            return Ok(false);
        };
        let roles = memberships::roles(database, id, export.requester_id).await?;
        Ok(Members::ChartViewers.include(organization.kind, &roles)
            && features::is_on(database, id, Feature::ChartDataExport).await?)
    }

    /// Has nobody remove a file of the name that this turn is about to send one under, from now on until the export ends, and
    /// waits for whoever is about to.
    async fn announce_file(
        &self,
        turn: &Turn,
        name: &ExportFileName,
        stop: &CancellationToken,
    ) -> Result<(), TurnEnd> {
        let announced = export::ActiveModel {
            sha256: Set(Some(name.sha256().to_owned())),
            ..Default::default()
        };
        let (id, fence) = (turn.export.id, turn.fence);
        let of_writing = TurnEnd::of_writing;
        let transaction = self.store.begin_write().await.map_err(of_writing)?;
        export_turns::hold(&transaction).await.map_err(of_writing)?;
        let own = export_turns::change_at(&transaction, id, fence, announced).await;
        if !own.map_err(of_writing)? {
            return Err(TurnEnd::Lost);
        }
        let committed = transaction.commit().await.map_err(StoreError::from);
        committed.map_err(of_writing)?;
        while export_removals::are_of(self.store.read(), name.sha256()).await? {
            tokio::select! {
                () = stop.cancelled() => return Err(TurnEnd::Lost),
                () = tokio::time::sleep(LOOK) => {}
            }
        }
        Ok(())
    }

    /// Removes what earlier turns left; whoever still writes there can't publish it.
    async fn clear_earlier_turns(&self, turn: &Turn) {
        match self.objects.unfinished_exports().await {
            Ok(names) => {
                let name = turn.name();
                let earlier =
                    |it: &UnfinishedName| it.export == name.export && it.fence < name.fence;
                for earlier in names.into_iter().filter(earlier) {
                    if let Err(error) = self.objects.remove_unfinished(earlier).await {
                        tracing::warn!(%error, "what an earlier turn left stays for now");
                    }
                }
            }
            Err(error) => tracing::warn!(%error, "unfinished files can't be listed"),
        }
    }
}

impl Turn {
    fn name(&self) -> UnfinishedName {
        UnfinishedName {
            export: self.export.id,
            fence: self.fence,
        }
    }
}
