//! What the columns of a file mean, as its first line names them.

use csv::ByteRecord;

use super::ImportOptions;
use crate::domain::{MAXIMUM_NAME_LENGTH, plain_name};

/// What skills and workflows are called that a file doesn't name.
const UNNAMED: &str = "Import";

/// Where a value of a line comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// The column with this index.
    Column(usize),
    /// The same on every line.
    Always(String),
}

/// Where the output of a line is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Output {
    /// One event a line.
    Long {
        /// Index of the column with its key.
        key: usize,
        /// Index of the column with its value.
        value: usize,
    },
    /// An event for each of these columns; their indexes and keys.
    Wide(Vec<(usize, String)>),
}

/// What the columns mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) columns: usize,
    pub(super) time: usize,
    pub(super) device: Origin,
    pub(super) skill: Origin,
    pub(super) workflow: Origin,
    pub(super) output: Output,
}

/// Why the first line of a file doesn't tell what its columns mean.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HeaderRefused {
    /// There is no first line.
    #[error("it is empty; the first line names the columns")]
    Empty,
    /// It is not a line of fields.
    #[error("its first line is no line of fields")]
    NoRecord,
    /// A name is not text.
    #[error("its first line is not UTF-8")]
    NotUtf8,
    /// Two columns have one name.
    #[error("it has two columns {0:?}")]
    Twice(String),
    /// A column is missing.
    #[error("it has no column {0:?}; its columns are {1}")]
    Missing(String, String),
    /// Nothing tells the device.
    #[error("it has no column \"device\"; say with --device or --device-column whose data it is")]
    NoDevice,
    /// The file says what an option says as well.
    #[error("it has a column {0:?}, which --{0} would contradict")]
    Contradicted(&'static str),
    /// Only one of the two columns that belong together.
    #[error("it has a column {has:?} but no column {lacks:?}; they belong together")]
    Half {
        /// The one.
        has: &'static str,
        /// The other.
        lacks: &'static str,
    },
    /// A column that means nothing beside `key` and `value`.
    #[error("beside \"key\" and \"value\" its column {0:?} means nothing")]
    Unknown(String),
    /// Nothing but the time and the device.
    #[error("it has no column with values")]
    NoValues,
    /// A column's name can't be a key.
    #[error(
        "its column {number} is called {name:?}, which can't be a key: keys have 1 to {MAXIMUM_NAME_LENGTH} characters on \
         one line"
    )]
    NoKey {
        /// Its number, from 1 on.
        number: usize,
        /// Its name.
        name: String,
    },
}

/// The names of a file's columns, taken one after the other.
struct Names(Vec<Option<String>>);

impl Names {
    fn read(header: &ByteRecord) -> Result<Self, HeaderRefused> {
        let mut names: Vec<Option<String>> = Vec::with_capacity(header.len());
        for field in header {
            let name = std::str::from_utf8(field).map_err(|_| HeaderRefused::NotUtf8)?;
            let name = name.trim_start_matches('\u{FEFF}').trim();
            if names.iter().flatten().any(|other| other == name) {
                return Err(HeaderRefused::Twice(name.to_owned()));
            }
            names.push(Some(name.to_owned()));
        }
        match names.as_slice() {
            [] => Err(HeaderRefused::Empty),
            [Some(only)] if only.is_empty() => Err(HeaderRefused::Empty),
            _ => Ok(Self(names)),
        }
    }

    fn take(&mut self, name: &str) -> Option<usize> {
        let index = self
            .0
            .iter()
            .position(|column| column.as_deref() == Some(name))?;
        self.0[index] = None;
        Some(index)
    }

    /// The column that an option names, or the one with the usual name.
    fn take_named(&mut self, named: Option<&String>, usual: &str) -> Result<usize, HeaderRefused> {
        let name = named.map_or(usual, String::as_str);
        let all: Vec<_> = self.0.iter().flatten().cloned().collect();
        self.take(name)
            .ok_or_else(|| HeaderRefused::Missing(name.to_owned(), all.join(", ")))
    }

    /// What an option says, or the column of that name does.
    fn take_or(
        &mut self,
        name: &'static str,
        option: Option<&String>,
    ) -> Result<Option<Origin>, HeaderRefused> {
        match (self.take(name), option) {
            (Some(_), Some(_)) => Err(HeaderRefused::Contradicted(name)),
            (Some(column), None) => Ok(Some(Origin::Column(column))),
            (None, option) => Ok(option.cloned().map(Origin::Always)),
        }
    }

    fn rest(self) -> impl Iterator<Item = (usize, String)> {
        let columns = self.0.into_iter().enumerate();
        columns.filter_map(|(index, name)| Some((index, name?)))
    }
}

impl Layout {
    /// What the columns that `header` names mean.
    pub(super) fn of(header: &ByteRecord, options: &ImportOptions) -> Result<Self, HeaderRefused> {
        let mut names = Names::read(header)?;
        let time = names.take_named(options.time_column.as_ref(), "time")?;
        let device = match &options.device_column {
            Some(_) => Some(Origin::Column(
                names.take_named(options.device_column.as_ref(), "device")?,
            )),
            None => names.take_or("device", options.device.as_ref())?,
        };
        let device = device.ok_or(HeaderRefused::NoDevice)?;
        let unnamed = || Origin::Always(UNNAMED.to_owned());
        let skill = names.take_or("skill", options.skill.as_ref())?;
        let workflow = names.take_or("workflow", options.workflow.as_ref())?;
        let half = |has, lacks| Err(HeaderRefused::Half { has, lacks });
        let output = match (names.take("key"), names.take("value")) {
            (Some(key), Some(value)) => {
                if let Some((_, name)) = names.rest().next() {
                    return Err(HeaderRefused::Unknown(name));
                }
                Output::Long { key, value }
            }
            (Some(_), None) => return half("key", "value"),
            (None, Some(_)) => return half("value", "key"),
            (None, None) => Output::Wide(keys(names)?),
        };
        Ok(Self {
            columns: header.len(),
            time,
            device,
            skill: skill.unwrap_or_else(unnamed),
            workflow: workflow.unwrap_or_else(unnamed),
            output,
        })
    }
}

fn keys(names: Names) -> Result<Vec<(usize, String)>, HeaderRefused> {
    let mut keys = Vec::new();
    for (index, name) in names.rest() {
        match plain_name(&name, MAXIMUM_NAME_LENGTH) {
            Some(key) => keys.push((index, key.to_owned())),
            None => {
                let number = index + 1;
                return Err(HeaderRefused::NoKey { number, name });
            }
        }
    }
    if keys.is_empty() {
        return Err(HeaderRefused::NoValues);
    }
    Ok(keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(header: &[&str], options: &ImportOptions) -> Result<Layout, HeaderRefused> {
        Layout::of(&ByteRecord::from(header.to_vec()), options)
    }

    #[test]
    fn a_file_with_keys_and_values_has_one_event_a_line() {
        let header = [
            "value",
            "key",
            "workflow",
            "skill",
            "device",
            "\u{FEFF}time",
        ];
        let layout = layout(&header, &ImportOptions::default()).unwrap();
        assert_eq!(layout.time, 5);
        assert_eq!(layout.device, Origin::Column(4));
        assert_eq!(layout.skill, Origin::Column(3));
        assert_eq!(layout.output, Output::Long { key: 1, value: 0 });
    }

    #[test]
    fn any_other_file_has_an_event_for_each_column() {
        let options = ImportOptions {
            device: Some("Space Needle".to_owned()),
            time_column: Some("date".to_owned()),
            ..ImportOptions::default()
        };
        let layout = layout(&["date", "pressure", "wind"], &options).unwrap();
        assert_eq!(layout.device, Origin::Always("Space Needle".to_owned()));
        assert_eq!(layout.workflow, Origin::Always(UNNAMED.to_owned()));
        let columns = vec![(1, "pressure".to_owned()), (2, "wind".to_owned())];
        assert_eq!(layout.output, Output::Wide(columns));
    }

    #[test]
    fn a_wrong_first_line_says_what_is_wrong() {
        let plain = ImportOptions::default();
        let with_device = ImportOptions {
            device: Some("A".to_owned()),
            ..ImportOptions::default()
        };
        for (header, options, expected) in [
            (
                &[][..],
                &plain,
                "it is empty; the first line names the columns",
            ),
            (&["a", "a"], &plain, "it has two columns \"a\""),
            (
                &["when", "device", "x"],
                &plain,
                "it has no column \"time\"; its columns are when, device, x",
            ),
            (
                &["time", "device", "x"],
                &with_device,
                "it has a column \"device\", which --device would contradict",
            ),
            (
                &["time", "device", "keys", "value"],
                &plain,
                "it has a column \"value\" but no column \"key\"; they belong together",
            ),
            (
                &["time", "device", "key", "value", "x"],
                &plain,
                "beside \"key\" and \"value\" its column \"x\" means nothing",
            ),
            (&["time"], &with_device, "it has no column with values"),
        ] {
            let refused = layout(header, options).unwrap_err().to_string();
            assert_eq!(refused, expected);
        }
        assert_eq!(layout(&["time", "x"], &plain), Err(HeaderRefused::NoDevice));
        let unnamed = layout(&["time", ""], &with_device);
        assert!(matches!(
            unnamed,
            Err(HeaderRefused::NoKey { number: 2, .. })
        ));
    }
}
