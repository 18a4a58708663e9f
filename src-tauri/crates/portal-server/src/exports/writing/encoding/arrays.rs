//! Events as the columns of Arrow.

use std::sync::Arc;

use arrow_array::builder::{BooleanBuilder, Float64Builder, StringBuilder};
use arrow_array::{
    ArrayRef, DictionaryArray, Int32Array, ListArray, StringArray, TimestampMicrosecondArray,
};
use arrow_buffer::OffsetBuffer;

use super::columns::type_name;
use super::parquet::tag;
use crate::domain::ValueKind;
use crate::exports::writing::batch::Batch;
use crate::exports::writing::catalog::Catalog;
use crate::exports::writing::times::{DeviceClocks, offset_text};
use crate::store::stream_reading::ReadValue;

/// The kinds of values, by their numbers here.
const KINDS: [ValueKind; 3] = [ValueKind::Number, ValueKind::Text, ValueKind::Boolean];

/// What arrays are made from. Texts that come again and again are named by their numbers.
pub(super) struct Arrays {
    catalog: Arc<Catalog>,
    clocks: DeviceClocks,
    /// Of each skill.
    workflows: ArrayRef,
    skills: ArrayRef,
    /// Of each device.
    devices: ArrayRef,
    locations: ArrayRef,
    /// Of each source.
    keys: ArrayRef,
    /// Of each kind of values, what it is called.
    kinds: ArrayRef,
    /// Offsets from UTC that came up so far, in minutes.
    offsets: Vec<i32>,
}

impl Arrays {
    pub(super) fn of(catalog: Arc<Catalog>) -> Self {
        let (skills, devices) = (catalog.skills.iter(), catalog.devices.iter());
        let location = |location: &Option<String>| location.clone().unwrap_or_default();
        Self {
            clocks: DeviceClocks::of(&catalog),
            workflows: texts(skills.clone().map(|skill| &skill.workflow)),
            skills: texts(skills.map(|skill| &skill.name)),
            devices: texts(devices.clone().map(|device| &device.name)),
            locations: texts(devices.map(|device| location(&device.location))),
            keys: texts(catalog.sources.iter().map(|source| &source.key)),
            kinds: texts(KINDS.iter().map(|kind| type_name(*kind))),
            offsets: Vec::new(),
            catalog,
        }
    }

    /// The columns of a batch, in the order of the schema.
    pub(super) fn of_batch(&mut self, batch: &Batch) -> Vec<ArrayRef> {
        let mut local_times = Vec::with_capacity(batch.len());
        let mut offsets = Vec::with_capacity(batch.len());
        for (&at, &source) in batch.at.iter().zip(&batch.source) {
            let (local, minutes) = self.clocks.local(at, source);
            local_times.push(local);
            offsets.push(self.offset(minutes));
        }
        let (sources, catalog) = (&batch.source, &self.catalog);
        let device = |source: &u32| number(catalog.source(*source).device);
        let skill = |source: &u32| number(catalog.source(*source).skill);
        let kind = |source: &u32| kind_number(catalog.source(*source).kind);
        let is_located = |source: &u32| catalog.device_of(*source).location.is_some();
        let devices: Int32Array = sources.iter().map(device).collect::<Vec<_>>().into();
        let skills: Int32Array = sources.iter().map(skill).collect::<Vec<_>>().into();
        let kinds: Int32Array = sources.iter().map(kind).collect::<Vec<_>>().into();
        let keys = sources.iter().map(|source| number(*source as usize));
        let located = sources.iter().map(is_located).collect();
        let places = Int32Array::new(devices.values().clone(), Some(located));
        let times = TimestampMicrosecondArray::from(batch.at.clone()).with_timezone("UTC");
        let [numbers, texts, booleans] = values(catalog, batch);
        vec![
            Arc::new(times),
            Arc::new(TimestampMicrosecondArray::from(local_times)),
            named(offsets.into(), &self.offset_texts()),
            named(skills.clone(), &self.workflows),
            named(devices, &self.devices),
            named(skills, &self.skills),
            tags(catalog, batch),
            named(places, &self.locations),
            named(keys.collect::<Vec<_>>().into(), &self.keys),
            named(kinds, &self.kinds),
            numbers,
            texts,
            booleans,
        ]
    }

    /// The number of an offset from UTC.
    fn offset(&mut self, minutes: i32) -> i32 {
        let known = self.offsets.iter().position(|known| *known == minutes);
        number(known.unwrap_or_else(|| {
            self.offsets.push(minutes);
            self.offsets.len() - 1
        }))
    }

    fn offset_texts(&self) -> ArrayRef {
        let text = |minutes: &i32| String::from_utf8_lossy(&offset_text(*minutes)).into_owned();
        texts(self.offsets.iter().map(text))
    }
}

fn texts(texts: impl Iterator<Item = impl AsRef<str>>) -> ArrayRef {
    Arc::new(StringArray::from_iter_values(texts))
}

/// Texts by their numbers.
fn named(numbers: Int32Array, texts: &ArrayRef) -> ArrayRef {
    Arc::new(DictionaryArray::new(numbers, Arc::clone(texts)))
}

/// A place in the catalog, of which there are not so many.
fn number(place: usize) -> i32 {
    i32::try_from(place).unwrap_or(i32::MAX)
}

fn kind_number(kind: ValueKind) -> i32 {
    match kind {
        ValueKind::Number => 0,
        ValueKind::Text => 1,
        ValueKind::Boolean => 2,
    }
}

fn tags(catalog: &Catalog, batch: &Batch) -> ArrayRef {
    let device = |source: &u32| catalog.device_of(*source);
    let lengths = batch.source.iter().map(|source| device(source).tags.len());
    let lengths = OffsetBuffer::from_lengths(lengths);
    let tags = batch.source.iter().flat_map(|source| &device(source).tags);
    Arc::new(ListArray::new(Arc::new(tag()), lengths, texts(tags), None))
}

/// The numbers, texts and booleans of a batch, each null where the value is another.
fn values(catalog: &Catalog, batch: &Batch) -> [ArrayRef; 3] {
    let mut numbers = Float64Builder::with_capacity(batch.len());
    let mut texts = StringBuilder::new();
    let mut booleans = BooleanBuilder::with_capacity(batch.len());
    for (row, source) in batch.source.iter().enumerate() {
        let (mut number, mut text, mut boolean) = (None, None, None);
        match batch.value(row, catalog.source(*source).kind) {
            ReadValue::Number(value) => number = Some(value),
            ReadValue::Text(value) => text = Some(value),
            ReadValue::Boolean(value) => boolean = Some(value),
        }
        numbers.append_option(number);
        texts.append_option(text);
        booleans.append_option(boolean);
    }
    [
        Arc::new(numbers.finish()),
        Arc::new(texts.finish()),
        Arc::new(booleans.finish()),
    ]
}
