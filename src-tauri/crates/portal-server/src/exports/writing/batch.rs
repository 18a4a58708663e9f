//! Events on their way from the merge to the encoder, by column.

use crate::domain::ValueKind;
use crate::store::stream_reading::ReadValue;

/// Rows of a batch at most.
pub(super) const ROWS: usize = 8_192;

/// What the rows of a batch may weigh before it is full, in octets: what texts and tags take, which have no fixed size.
const WEIGHT: usize = 1 << 20;

/// Some events, ordered by time. Where one batch ends and the next begins depends on the events alone, so that what is
/// written batch by batch is always the same.
#[derive(Debug)]
pub(super) struct Batch {
    /// When, in microseconds since 1970 in UTC.
    pub(super) at: Vec<i64>,
    /// The stream, by its place in the catalog.
    pub(super) source: Vec<u32>,
    values: Values,
    /// What it weighs.
    pub(super) weight: usize,
}

impl Batch {
    pub(super) fn with_room() -> Self {
        Self {
            at: Vec::with_capacity(ROWS),
            source: Vec::with_capacity(ROWS),
            values: Values {
                bits: Vec::with_capacity(ROWS),
                texts: String::new(),
            },
            weight: 0,
        }
    }

    /// Adds an event of a source whose rows weigh `weight` without their texts.
    pub(super) fn push(&mut self, at: i64, source: u32, value: ReadValue<'_>, weight: usize) {
        if let ReadValue::Text(text) = value {
            self.weight += text.len();
        }
        self.weight += weight;
        self.at.push(at);
        self.source.push(source);
        self.values.push(value);
    }

    /// The value of a row, which is of its source's kind.
    pub(super) fn value(&self, row: usize, kind: ValueKind) -> ReadValue<'_> {
        self.values.get(row, kind)
    }

    pub(super) fn is_full(&self) -> bool {
        self.at.len() >= ROWS || self.weight >= WEIGHT
    }

    pub(super) fn len(&self) -> usize {
        self.at.len()
    }
}

/// Values one after the other, without what they are.
#[derive(Debug, Default)]
pub(super) struct Values {
    /// Of a number or boolean, itself; of a text, where it begins and how long it is.
    bits: Vec<u64>,
    texts: String,
}

impl Values {
    pub(super) fn push(&mut self, value: ReadValue<'_>) {
        self.bits.push(match value {
            ReadValue::Number(number) => number.to_bits(),
            ReadValue::Boolean(boolean) => boolean.into(),
            ReadValue::Text(text) => {
                let begin = self.texts.len();
                self.texts.push_str(text);
                (begin as u64) << 32 | text.len() as u64
            }
        });
    }

    pub(super) fn get(&self, index: usize, kind: ValueKind) -> ReadValue<'_> {
        let bits = self.bits[index];
        match kind {
            ValueKind::Number => ReadValue::Number(f64::from_bits(bits)),
            ValueKind::Boolean => ReadValue::Boolean(bits != 0),
            ValueKind::Text => {
                let (begin, length) = ((bits >> 32) as usize, bits as u32 as usize);
                ReadValue::Text(&self.texts[begin..begin + length])
            }
        }
    }

    pub(super) fn clear(&mut self) {
        self.bits.clear();
        self.texts.clear();
    }

    /// Octets of all texts.
    pub(super) fn text_length(&self) -> usize {
        self.texts.len()
    }
}
