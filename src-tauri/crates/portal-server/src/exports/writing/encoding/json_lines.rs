//! One JSON object on each line.

use std::io;

use serde_json::json;

use crate::exports::writing::catalog::Catalog;
use crate::exports::writing::times::DeviceClocks;
use crate::store::stream_reading::ReadValue;

use super::columns::type_name;
use super::text::{Lines, write_number};

/// Lines with one object each. What is the same in all rows of a device, skill or stream is written once.
pub(in crate::exports::writing) struct JsonLines {
    /// Of each skill, its workflow and itself, each with its key before it.
    skills: Vec<(String, String)>,
    /// Of each device, itself, and its tags and location.
    devices: Vec<(String, String)>,
    /// Of each source, its device, its skill, and its key and type.
    sources: Vec<(usize, usize, String)>,
}

impl JsonLines {
    /// Lines for the sources of a catalog.
    pub(super) fn of(catalog: &Catalog) -> Self {
        let skills = catalog.skills.iter().map(|skill| {
            let workflow = format!(",\"workflow\":{}", json!(skill.workflow));
            (workflow, format!(",\"skill\":{}", json!(skill.name)))
        });
        let devices = catalog.devices.iter().map(|device| {
            let (tags, location) = (json!(device.tags), json!(device.location));
            let place = format!(",\"tags\":{tags},\"location\":{location}");
            (format!(",\"device\":{}", json!(device.name)), place)
        });
        let sources = catalog.sources.iter().map(|source| {
            let (key, kind) = (json!(source.key), type_name(source.kind));
            let what = format!(",\"key\":{key},\"type\":\"{kind}\",\"value\":");
            (source.device, source.skill, what)
        });
        Self {
            skills: skills.collect(),
            devices: devices.collect(),
            sources: sources.collect(),
        }
    }
}

impl Lines for JsonLines {
    fn write_header(&self, _text: &mut Vec<u8>) {}

    fn write_line(
        &self,
        clocks: &mut DeviceClocks,
        at: i64,
        source: u32,
        value: ReadValue<'_>,
        text: &mut Vec<u8>,
    ) -> io::Result<()> {
        let (device, skill, what) = &self.sources[source as usize];
        let (workflow, skill) = &self.skills[*skill];
        let (device, place) = &self.devices[*device];
        text.extend_from_slice(b"{\"time\":\"");
        clocks.write_utc(at, text);
        text.extend_from_slice(b"\",\"localTime\":\"");
        clocks.write_local(at, source, text);
        text.push(b'"');
        for part in [workflow, device, skill, place, what] {
            text.extend_from_slice(part.as_bytes());
        }
        match value {
            ReadValue::Number(number) => write_number(number, text),
            ReadValue::Boolean(true) => text.extend_from_slice(b"true"),
            ReadValue::Boolean(false) => text.extend_from_slice(b"false"),
            ReadValue::Text(value) => serde_json::to_writer(&mut *text, value)?,
        }
        text.extend_from_slice(b"}\n");
        Ok(())
    }
}
