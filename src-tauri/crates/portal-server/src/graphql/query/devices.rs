//! Devices of the organization in view.

use std::sync::Arc;

use async_graphql::{Context, Object};

use super::Caller;
use crate::graphql::Fault;
use crate::graphql::limits::PAGE;
use crate::graphql::model::{Device, DeviceList, cut_to_page, read_cursor};
use crate::portal::Portal;
use crate::store::entities::device;
use crate::store::{NamePosition, devices};

#[derive(Default)]
pub(super) struct DevicesQuery;

#[Object]
impl DevicesQuery {
    /// Devices of the organization in view, by name, then id. All members may list them but those who look at charts and nothing else.
    #[graphql(complexity = "1 + usize::try_from(first).unwrap_or(1) * child_complexity")]
    async fn devices(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many at most, from 1 to 100.", default = 50)] first: i32,
        #[graphql(desc = "The cursor of the page before.")] after: Option<String>,
    ) -> Result<DeviceList, Fault> {
        let organization = Caller::organization(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        let first = page_size(first)?;
        let after = after.map(|cursor| read_cursor(&cursor)).transpose()?;
        let mut found = devices::page(
            portal.store.read(),
            organization.id,
            after.as_ref(),
            first as u64 + 1,
        )
        .await?;
        let cursor = cut_to_page(&mut found, first, |device| NamePosition {
            name_order: device.name_order.clone(),
            id: device.id,
        });
        let ids = found.iter().map(|device| device.id);
        let mut tags = devices::tags_of(portal.store.read(), ids).await?;
        let tagged = |device: device::Model| {
            let tags = tags.remove(&device.id).unwrap_or_default();
            Device::tagged(device, tags)
        };
        Ok(DeviceList {
            data: found.into_iter().map(tagged).collect(),
            cursor,
        })
    }
}

pub(super) fn page_size(first: i32) -> Result<usize, Fault> {
    page_size_up_to(first, PAGE)
}

pub(super) fn page_size_up_to(first: i32, most: i32) -> Result<usize, Fault> {
    usize::try_from(first)
        .ok()
        .filter(|_| (1..=most).contains(&first))
        .ok_or_else(|| Fault::BadInput(format!("`first` is from 1 to {most}.")))
}
