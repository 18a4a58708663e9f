//! What a file names: devices, workflows, skills and streams, found or made.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::lines::NamedStream;
use crate::administration::AdministrationError;
use crate::domain::ValueKind;
use crate::store::entities::{skill, workflow};
use crate::store::streams::{self, StreamSource};
use crate::store::{devices, workflows};
use crate::surroundings::Surroundings;

/// What a file names, as far as it was read.
pub(super) struct Catalog<'a> {
    pub(super) organization_id: Uuid,
    pub(super) zone: Tz,
    pub(super) surroundings: &'a Surroundings,
    /// Streams of the file by their number, with theirs in the store once they have events.
    streams: Vec<(NamedStream, Option<i64>)>,
    devices: HashMap<String, Uuid>,
    workflows: HashMap<String, Uuid>,
    skills: HashMap<(Uuid, String), Uuid>,
    /// Devices that were made.
    pub(super) made: u64,
}

impl<'a> Catalog<'a> {
    pub(super) fn new(organization_id: Uuid, zone: Tz, surroundings: &'a Surroundings) -> Self {
        Self {
            organization_id,
            zone,
            surroundings,
            streams: Vec::new(),
            devices: HashMap::new(),
            workflows: HashMap::new(),
            skills: HashMap::new(),
            made: 0,
        }
    }

    /// Notes streams that are named for the first time.
    pub(super) fn name(&mut self, streams: Vec<NamedStream>) {
        self.streams
            .extend(streams.into_iter().map(|stream| (stream, None)));
    }

    /// The number in the store of a stream of the file.
    pub(super) async fn stream(
        &mut self,
        database: &impl ConnectionTrait,
        stream: usize,
    ) -> Result<i64, AdministrationError> {
        let (named, id) = &self.streams[stream];
        if let Some(id) = id {
            return Ok(*id);
        }
        let named = named.clone();
        let device_id = self.device(database, &named.device).await?;
        let workflow_id = self.workflow(database, &named.workflow).await?;
        let skill_id = self.skill(database, workflow_id, &named.skill).await?;
        let source = StreamSource {
            organization_id: self.organization_id,
            device_id,
            skill_id,
            key: named.key,
            kind: named.kind,
        };
        let id = streams::ensure(database, &source).await?;
        self.streams[stream].1 = Some(id);
        Ok(id)
    }

    /// Keys with numbers among their events, in order.
    pub(super) fn measured_keys(&self) -> BTreeSet<String> {
        let measured = |(stream, id): &&(NamedStream, Option<i64>)| {
            id.is_some() && stream.kind == ValueKind::Number
        };
        let streams = self.streams.iter().filter(measured);
        streams.map(|(stream, _)| stream.key.clone()).collect()
    }

    /// The devices with events.
    pub(super) fn devices(&self) -> Vec<Uuid> {
        self.devices.values().copied().collect()
    }

    async fn device(
        &mut self,
        database: &impl ConnectionTrait,
        name: &str,
    ) -> Result<Uuid, AdministrationError> {
        if let Some(&id) = self.devices.get(name) {
            return Ok(id);
        }
        let found = devices::by_name(database, self.organization_id, name).await?;
        let id = match found.first() {
            Some(device) => device.id,
            None => {
                let id = self.surroundings.new_id()?;
                devices::insert(database, id, self.organization_id, name, self.now()).await?;
                devices::place(database, id, None, self.zone).await?;
                self.made += 1;
                id
            }
        };
        self.devices.insert(name.to_owned(), id);
        Ok(id)
    }

    async fn workflow(
        &mut self,
        database: &impl ConnectionTrait,
        name: &str,
    ) -> Result<Uuid, AdministrationError> {
        if let Some(&id) = self.workflows.get(name) {
            return Ok(id);
        }
        let found = workflows::by_name(database, self.organization_id, name).await?;
        let id = match found {
            Some(workflow) => workflow.id,
            None => {
                let workflow = workflow::Model {
                    id: self.surroundings.new_id()?,
                    organization_id: self.organization_id,
                    name: name.to_owned(),
                    created_at: self.now(),
                };
                let id = workflow.id;
                workflows::insert(database, workflow).await?;
                id
            }
        };
        self.workflows.insert(name.to_owned(), id);
        Ok(id)
    }

    async fn skill(
        &mut self,
        database: &impl ConnectionTrait,
        workflow_id: Uuid,
        name: &str,
    ) -> Result<Uuid, AdministrationError> {
        let known = (workflow_id, name.to_owned());
        if let Some(&id) = self.skills.get(&known) {
            return Ok(id);
        }
        let id = match workflows::skill_by_name(database, workflow_id, name).await? {
            Some(skill) => skill.id,
            None => {
                let skill = skill::Model {
                    id: self.surroundings.new_id()?,
                    workflow_id,
                    name: name.to_owned(),
                };
                let id = skill.id;
                workflows::insert_skill(database, skill).await?;
                id
            }
        };
        self.skills.insert(known, id);
        Ok(id)
    }

    fn now(&self) -> DateTime<Utc> {
        self.surroundings.now()
    }
}
