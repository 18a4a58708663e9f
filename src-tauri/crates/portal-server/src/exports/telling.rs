//! Telling people how far exports have come: whoever asked for one that it ended, and all who look at them that they
//! changed.

use sea_orm::DatabaseTransaction;

use super::Exports;
use crate::domain::{ExportState, StatusUpdate};
use crate::status;
use crate::store::entities::export;
use crate::store::{StoreError, organizations};

impl Exports {
    /// Tells whoever asked for an export that it came to this end. To be called last in the transaction of that.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub(super) async fn tell_end(
        &self,
        transaction: &DatabaseTransaction,
        export: &export::Model,
        state: ExportState,
    ) -> Result<(), StoreError> {
        let organization = organizations::by_id(transaction, export.organization_id).await?;
        let Some(organization) = organization else {
            return Ok(());
        };
        let update = StatusUpdate::ExportEnded {
            export_id: export.id,
            first_day: export.first_day,
            last_day: export.last_day,
            time_zone: export.time_zone.clone(),
            state,
        };
        let (now, to) = (self.surroundings.now(), export.requester_id);
        status::record(transaction, now, &organization, [(to, update)]).await
    }

    /// Says to those who listen that an export changed, after that is committed.
    pub(super) fn changed(&self, export: &export::Model) {
        self.listeners.exports_changed(export.organization_id);
    }

    /// As [`changed`](Self::changed), and that somebody was told of its end.
    pub(super) fn ended(&self, export: &export::Model) {
        self.changed(export);
        self.listeners.look_now();
    }
}
