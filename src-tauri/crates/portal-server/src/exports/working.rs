//! Working on exports: taking one up, writing its file, and publishing it.

use std::fmt;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use sea_orm::{ConnectionTrait, Set};
use tokio::task::spawn_blocking;
use tokio_util::sync::CancellationToken;

use super::turns::Turn;
use super::wanted::wanted_by;
use super::writing::{self, SharedProgress, Wanted, WriteError, Written};
use super::{Exports, MOST_ATTEMPTS};
use crate::domain::{ExportFailure, ExportState, Feature, Members};
use crate::objects::{ExportFileName, ObjectsError, UnfinishedExport, UnfinishedName};
use crate::store::entities::export;
use crate::store::{StoreError, export_turns, features, memberships, organizations};

/// Between two looks for something to do, unless this process knows of it before.
const IDLE: Duration = Duration::from_secs(1);

/// Between two looks at whether the export still belongs to this process.
const LOOK: Duration = Duration::from_millis(250);

/// Looks after which the progress is noted.
const LOOKS_PER_NOTE: u32 = 4;

/// Until a try after one that failed, times the tries so far.
const BACK_OFF: TimeDelta = TimeDelta::seconds(2);

/// How a turn came to its end.
enum TurnEnd {
    /// The file is whole and on the disk.
    Whole(UnfinishedExport, Written),
    /// The export is somebody else's by now, or has ended.
    Lost,
    /// The portal stops.
    Stopped,
    /// It took longer than allowed.
    TimedOut,
    /// It can't be made, now or at all.
    Failed(ExportFailure, String),
}

impl fmt::Display for TurnEnd {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(..) => formatter.write_str("the file is whole"),
            Self::Lost => formatter.write_str("the export is somebody else's"),
            Self::Stopped => formatter.write_str("the portal stops"),
            Self::TimedOut => formatter.write_str("it took longer than allowed"),
            Self::Failed(_, why) => formatter.write_str(why),
        }
    }
}

impl TurnEnd {
    fn of_file(error: &io::Error) -> Self {
        let failure = match error.kind() {
            io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
            | io::ErrorKind::FileTooLarge => ExportFailure::StorageFull,
            _ => ExportFailure::StorageFailed,
        };
        Self::Failed(failure, error.to_string())
    }
}

impl From<StoreError> for TurnEnd {
    fn from(error: StoreError) -> Self {
        Self::Failed(ExportFailure::DataUnreadable, error.to_string())
    }
}

impl From<ObjectsError> for TurnEnd {
    fn from(error: ObjectsError) -> Self {
        Self::Failed(ExportFailure::StorageFailed, error.to_string())
    }
}

impl From<WriteError> for TurnEnd {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Store(error) => error.into(),
            WriteError::File(error) => Self::of_file(&error),
            WriteError::Stopped => Self::Lost,
        }
    }
}

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
                () = self.waiting.notified() => {}
                () = tokio::time::sleep(IDLE) => {}
            }
        }
    }

    async fn take_turn(self, turn: Turn, stop: CancellationToken) {
        let id = turn.export.id;
        let own = CancellationToken::new();
        self.running().insert((id, turn.fence), own.clone());
        let end = match self.write(&turn, &own, &stop).await {
            Ok(end) | Err(end) => end,
        };
        self.running().remove(&(id, turn.fence));
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
            let why = "whoever asked for it may not see the data any more".to_owned();
            return Ok(TurnEnd::Failed(ExportFailure::AccessWithdrawn, why));
        }
        let wanted = wanted_by(export)?;
        let progress = Arc::new(SharedProgress::beginning(wanted.range.from));
        let begun = self.surroundings.clock.elapsed();
        let writing = self.written(turn, &wanted, Arc::clone(&progress), own.clone());
        tokio::pin!(writing);
        let mut looks = tokio::time::interval(LOOK);
        looks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let (mut looked, mut renewed) = (0_u32, begun);
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
            if self.ran_for(export, now - begun) > self.policy.allowed {
                break TurnEnd::TimedOut;
            }
            looked += 1;
            let is_to_renew = now - renewed >= self.policy.lease / 4;
            let still_own = match looked % LOOKS_PER_NOTE == 0 || is_to_renew {
                true => self.note(turn, &progress, now - begun, is_to_renew).await,
                false => export_turns::is_at(self.store.read(), export.id, turn.fence).await,
            };
            match still_own {
                Ok(true) if is_to_renew => renewed = now,
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
            self.note(turn, &progress, took, false).await?;
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
        if !export_turns::change_at(self.store.read(), id, fence, expected).await? {
            return Err(TurnEnd::Lost);
        }
        let begun = self.objects.begin_export(turn.name());
        let whole = begun.map_err(|error| TurnEnd::of_file(&error))?;
        let file = whole.file().map_err(|error| TurnEnd::of_file(&error))?;
        let written = writing::write(&self.store, wanted, file, progress, stop).await?;
        let file = whole.file().map_err(|error| TurnEnd::of_file(&error))?;
        let synced = spawn_blocking(move || file.sync_all()).await;
        synced
            .map_err(io::Error::other)
            .flatten()
            .map_err(|error| TurnEnd::of_file(&error))?;
        let name = ExportFileName::new(&written.sha256, turn.export.format);
        self.objects.send_export(&whole, &name).await?;
        Ok((whole, written))
    }

    /// Saves how a turn came to its end, unless the export is somebody else's by now.
    async fn settle(&self, turn: &Turn, end: TurnEnd) -> Result<(), TurnEnd> {
        let id = turn.export.id;
        let end = match end {
            TurnEnd::Whole(file, written) => match self.publish(turn, file, written).await {
                Err(failed) => failed,
                Ok(()) => return Ok(()),
            },
            other => other,
        };
        let (fence, attempts) = (turn.fence, turn.export.attempts);
        let change = match end {
            TurnEnd::Whole(..) | TurnEnd::Lost => {
                tracing::info!(export = %id, fence, "an export went on without this process");
                return Ok(());
            }
            // Being stopped is no fault of the export's.
            TurnEnd::Stopped => export::ActiveModel {
                lease_until: Set(None),
                attempts: Set(attempts - 1),
                ..Default::default()
            },
            TurnEnd::TimedOut => self.end(ExportState::TimedOut),
            TurnEnd::Failed(failure, why) => {
                tracing::warn!(export = %id, ?failure, why, "an export was not made");
                let is_final = matches!(
                    failure,
                    ExportFailure::AccessWithdrawn | ExportFailure::StorageFull
                );
                match is_final || attempts >= MOST_ATTEMPTS {
                    true => export::ActiveModel {
                        failure: Set(Some(failure)),
                        ..self.end(ExportState::Failed)
                    },
                    false => export::ActiveModel {
                        lease_until: Set(Some(self.surroundings.now() + BACK_OFF * attempts)),
                        ..Default::default()
                    },
                }
            }
        };
        let ended = match &change.state {
            Set(state) => Some(*state),
            _ => None,
        };
        let transaction = self.store.begin_write().await?;
        if export_turns::change_at(&transaction, id, fence, change).await?
            && let Some(state) = ended
        {
            self.tell_end(&transaction, &turn.export, state).await?;
        }
        transaction.commit().await.map_err(StoreError::from)?;
        self.ended(&turn.export);
        Ok(())
    }

    /// Gives the file its name, and lets people download it, unless the export is somebody else's by now.
    async fn publish(
        &self,
        turn: &Turn,
        file: UnfinishedExport,
        written: Written,
    ) -> Result<(), TurnEnd> {
        let (export, now) = (&turn.export, self.surroundings.now());
        let name = ExportFileName::new(&written.sha256, export.format);
        let transaction = self.store.begin_write().await?;
        // No file is removed meanwhile.
        export_turns::hold(&transaction).await?;
        if !export_turns::is_at(&transaction, export.id, turn.fence).await? {
            return Err(TurnEnd::Lost);
        }
        if !self.may_see(&transaction, export).await? {
            let why = "whoever asked for it may not see the data any more".to_owned();
            return Err(TurnEnd::Failed(ExportFailure::AccessWithdrawn, why));
        }
        self.objects.keep_export(file, &name).await?;
        let kept = TimeDelta::from_std(self.policy.kept).unwrap_or(TimeDelta::MAX);
        let rows = i64::try_from(written.rows).ok();
        let ready = export::ActiveModel {
            rows: Set(rows.unwrap_or(i64::MAX)),
            expected_rows: Set(rows),
            reached_at: Set(Some(export.ends_at)),
            size: Set(i64::try_from(written.bytes).ok()),
            sha256: Set(Some(written.sha256)),
            expires_at: Set(Some(
                now.checked_add_signed(kept)
                    .unwrap_or(chrono::DateTime::<chrono::Utc>::MAX_UTC),
            )),
            ..self.end(ExportState::Ready)
        };
        if !export_turns::change_at(&transaction, export.id, turn.fence, ready).await? {
            return Err(TurnEnd::Lost);
        }
        self.tell_end(&transaction, export, ExportState::Ready)
            .await?;
        transaction.commit().await.map_err(StoreError::from)?;
        self.ended(export);
        tracing::info!(export = %export.id, rows = written.rows, "an export is complete");
        Ok(())
    }

    /// Notes how far a turn has come, and renews its lease if it is time; answers whether the export is still its.
    async fn note(
        &self,
        turn: &Turn,
        progress: &SharedProgress,
        took: Duration,
        is_to_renew: bool,
    ) -> Result<bool, StoreError> {
        let ran_for = self.ran_for(&turn.export, took).as_millis();
        let come = progress.read();
        let mut noted = export::ActiveModel {
            rows: Set(i64::try_from(come.rows).unwrap_or(i64::MAX)),
            reached_at: Set(Some(come.reached)),
            ran_for: Set(i64::try_from(ran_for).unwrap_or(i64::MAX)),
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

    /// How long an export ran in earlier turns and this one.
    fn ran_for(&self, export: &export::Model, took: Duration) -> Duration {
        let before = Duration::from_millis(u64::try_from(export.ran_for).unwrap_or_default());
        before.saturating_add(took)
    }

    /// Whether whoever asked for an export may see what it writes.
    async fn may_see(
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

    /// Removes what earlier turns left; whoever still writes there can't publish it.
    async fn clear_earlier_turns(&self, turn: &Turn) {
        match self.objects.unfinished_exports().await {
            Ok(names) => {
                let name = turn.name();
                let earlier =
                    |it: &UnfinishedName| it.export == name.export && it.fence < name.fence;
                for earlier in names.into_iter().filter(earlier) {
                    self.objects.remove_unfinished(earlier);
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
