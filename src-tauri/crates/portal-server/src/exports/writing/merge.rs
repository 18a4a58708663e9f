//! The events of all streams in one order: by time, then by stream, then as the stream has them.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::ops::{ControlFlow, Range};

use sea_orm::DatabaseTransaction;

use super::batch::Batch;
use super::catalog::{Catalog, Source};
use super::cursor::{Cursor, Room};
use crate::store::StoreError;
use crate::store::sqlite_snapshot::SqliteSnapshot;
use crate::store::stream_reading::{self, ReadValue, Stretch};

/// Where events come from.
pub(super) trait Events {
    /// Hands over the events of a stretch in order, until `take` has enough.
    fn read(
        &mut self,
        stretch: &Stretch,
        take: impl FnMut(i64, ReadValue<'_>) -> ControlFlow<()> + Send,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
}

impl Events for &DatabaseTransaction {
    async fn read(
        &mut self,
        stretch: &Stretch,
        take: impl FnMut(i64, ReadValue<'_>) -> ControlFlow<()> + Send,
    ) -> Result<(), StoreError> {
        stream_reading::read(self, stretch, take).await?;
        Ok(())
    }
}

/// It blocks the thread.
impl Events for SqliteSnapshot {
    async fn read(
        &mut self,
        stretch: &Stretch,
        take: impl FnMut(i64, ReadValue<'_>) -> ControlFlow<()> + Send,
    ) -> Result<(), StoreError> {
        SqliteSnapshot::read(self, stretch, take)
    }
}

/// A merge under way. Holds some events of each stream, and no more than there is room for.
pub(super) struct Merge<E> {
    events: E,
    /// By place in the catalog.
    cursors: Vec<Cursor>,
    /// What a row of each weighs without its text.
    weights: Vec<usize>,
    /// When the next event of each cursor was that has one.
    heads: BinaryHeap<Reverse<(i64, u32)>>,
}

impl<E: Events> Merge<E> {
    /// Begins with the events of a span of time, in microseconds since 1970 in UTC. Each cursor has this room.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub(super) async fn begin(
        events: E,
        catalog: &Catalog,
        span: Range<i64>,
        room: Room,
    ) -> Result<Self, StoreError> {
        let cursor =
            |source: &Source| Cursor::new(source.stream_id, source.kind, span.clone(), room);
        let weight = |source: &Source| catalog.devices[source.device].weight();
        let mut merge = Self {
            events,
            cursors: catalog.sources.iter().map(cursor).collect(),
            weights: catalog.sources.iter().map(weight).collect(),
            heads: BinaryHeap::with_capacity(catalog.sources.len()),
        };
        for source in (0..).take(merge.cursors.len()) {
            if let Some(at) = merge.fill(source).await? {
                merge.heads.push(Reverse((at, source)));
            }
        }
        Ok(merge)
    }

    /// The next events; `None` after the last.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub(super) async fn next(&mut self) -> Result<Option<Batch>, StoreError> {
        let mut batch = Batch::with_room();
        while !batch.is_full() {
            let Some(mut head) = self.heads.peek_mut() else {
                break;
            };
            let Reverse((at, source)) = *head;
            let cursor = &mut self.cursors[source as usize];
            let weight = self.weights[source as usize];
            batch.push(at, source, cursor.head_value(), weight);
            cursor.advance();
            if let Some(at) = cursor.head() {
                *head = Reverse((at, source));
                continue;
            }
            PeekMut::pop(head);
            if let Some(at) = self.fill(source).await? {
                self.heads.push(Reverse((at, source)));
            }
        }
        Ok((batch.len() > 0).then_some(batch))
    }

    /// Reads on in a stream whose events were all taken; answers when the next one was.
    async fn fill(&mut self, source: u32) -> Result<Option<i64>, StoreError> {
        let cursor = &mut self.cursors[source as usize];
        if let Some(stretch) = cursor.next_stretch() {
            let take = |at, value: ReadValue<'_>| cursor.take(at, value);
            self.events.read(&stretch, take).await?;
            cursor.has_read();
        }
        Ok(cursor.head())
    }

    /// What is held of all streams, in octets.
    #[cfg(test)]
    pub(super) fn weight(&self) -> usize {
        self.cursors.iter().map(Cursor::weight).sum()
    }
}
