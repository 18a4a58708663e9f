//! What all events of an export have in common: the streams of the organization, and what stands behind them.

use std::collections::HashMap;

use chrono_tz::Tz;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::domain::ValueKind;
use crate::store::{StoreError, devices, streams, workflows};

/// A stream.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub(super) stream_id: i64,
    pub(super) kind: ValueKind,
    /// What is put out.
    pub(super) key: String,
    /// The device, in the catalog.
    pub(super) device: usize,
    /// The skill, in the catalog.
    pub(super) skill: usize,
}

/// A device.
#[derive(Clone, Debug)]
pub(super) struct Device {
    pub(super) name: String,
    /// In order, each once.
    pub(super) tags: Vec<String>,
    pub(super) location: Option<String>,
    pub(super) zone: Tz,
}

impl Device {
    /// What its tags take in each row, in octets.
    pub(super) fn weight(&self) -> usize {
        self.tags.iter().map(|tag| tag.len() + 16).sum()
    }
}

/// A skill.
#[derive(Clone, Debug)]
pub(super) struct Skill {
    pub(super) name: String,
    /// Name of its workflow.
    pub(super) workflow: String,
}

/// The streams of an organization that can be seen, by number. One that has lost its device or its skill can't.
#[derive(Clone, Debug, Default)]
pub(super) struct Catalog {
    pub(super) sources: Vec<Source>,
    pub(super) devices: Vec<Device>,
    pub(super) skills: Vec<Skill>,
}

impl Catalog {
    /// Reads what `database` has at this moment.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub(super) async fn read(
        database: &impl ConnectionTrait,
        organization_id: Uuid,
    ) -> Result<Self, StoreError> {
        let mut catalog = Self::default();
        let mut devices_by_id = HashMap::new();
        for device in devices::all_of(database, organization_id).await? {
            devices_by_id.insert(device.id, catalog.devices.len());
            catalog.devices.push(Device {
                name: device.name,
                tags: Vec::new(),
                location: device.location,
                zone: device.time_zone.parse().unwrap_or(Tz::UTC),
            });
        }
        for tag in devices::all_tags_of(database, organization_id).await? {
            if let Some(device) = devices_by_id.get(&tag.device_id) {
                catalog.devices[*device].tags.push(tag.tag);
            }
        }
        for device in &mut catalog.devices {
            // Databases differ in how they sort texts.
            device.tags.sort_unstable();
        }
        let mut skills_by_id = HashMap::new();
        for skill in workflows::all_skills_of(database, organization_id).await? {
            skills_by_id.insert(skill.id, catalog.skills.len());
            catalog.skills.push(Skill {
                name: skill.name,
                workflow: skill.workflow,
            });
        }
        for stream in streams::all_of(database, organization_id).await? {
            let device = devices_by_id.get(&stream.device_id);
            let skill = skills_by_id.get(&stream.skill_id);
            let (Some(&device), Some(&skill)) = (device, skill) else {
                continue;
            };
            catalog.sources.push(Source {
                stream_id: stream.id,
                kind: stream.kind,
                key: stream.key,
                device,
                skill,
            });
        }
        Ok(catalog)
    }

    /// Leaves at most `count` sources, from all over the catalog.
    pub(super) fn keep_some(&mut self, count: usize) {
        let (every, mut index) = (self.sources.len().div_ceil(count), 0);
        self.sources.retain(|_| {
            index += 1;
            (index - 1) % every == 0
        });
    }

    pub(super) fn source(&self, index: u32) -> &Source {
        &self.sources[index as usize]
    }

    pub(super) fn device_of(&self, index: u32) -> &Device {
        &self.devices[self.source(index).device]
    }
}
