//! API keys.

use std::time::Duration;

use portal_client as contract;

use super::count;
use crate::api_keys::{
    ApiKey, ApiKeyNameRefusal, ApiKeyOverlap, ApiKeyStatus, ApiKeySummary, ApiKeys, Device,
    TriedApiKey,
};

pub(crate) fn api_key_summary(summary: contract::ApiKeySummary) -> ApiKeySummary {
    ApiKeySummary {
        usable: count(summary.usable),
        expiring: count(summary.expiring),
        limit: count(summary.limit),
    }
}

pub(crate) fn api_keys(list: contract::ApiKeyList) -> ApiKeys {
    ApiKeys {
        keys: list.data.into_iter().map(api_key).collect(),
        limit: count(list.limit),
    }
}

pub(crate) fn api_key(key: contract::ApiKey) -> ApiKey {
    ApiKey {
        id: key.id.into_inner(),
        name: key.name,
        prefix: key.prefix,
        created_at: key.created_at,
        expires_at: key.expires_at,
        last_used_at: key.last_used_at,
        last_used_by: key.last_used_by,
        status: match key.status {
            contract::ApiKeyStatus::Active | contract::ApiKeyStatus::Unknown => {
                ApiKeyStatus::Active
            }
            contract::ApiKeyStatus::Expiring => ApiKeyStatus::Expiring,
            contract::ApiKeyStatus::Expired => ApiKeyStatus::Expired,
        },
        previous_secret_until: key.previous_secret_until,
        created_by: key.created_by,
    }
}

pub(crate) fn api_key_name_refusal(reason: contract::ApiKeyNameRefusal) -> ApiKeyNameRefusal {
    match reason {
        contract::ApiKeyNameRefusal::Empty => ApiKeyNameRefusal::Empty,
        contract::ApiKeyNameRefusal::TooLong => ApiKeyNameRefusal::TooLong,
        contract::ApiKeyNameRefusal::InvalidCharacters | contract::ApiKeyNameRefusal::Unknown => {
            ApiKeyNameRefusal::InvalidCharacters
        }
    }
}

/// The contract's overlap.
pub(crate) fn contract_overlap(overlap: ApiKeyOverlap) -> contract::ApiKeyOverlap {
    match overlap {
        ApiKeyOverlap::None => contract::ApiKeyOverlap::None,
        ApiKeyOverlap::Hour => contract::ApiKeyOverlap::Hour,
        ApiKeyOverlap::Day => contract::ApiKeyOverlap::Day,
        ApiKeyOverlap::Week => contract::ApiKeyOverlap::Week,
    }
}

/// What the published call brought within `time`.
pub(crate) fn tried_api_key(devices: Vec<contract::Device>, time: Duration) -> TriedApiKey {
    let device = |device: contract::Device| Device {
        id: device.id.into_inner(),
        name: device.name,
    };
    TriedApiKey {
        devices: devices.into_iter().map(device).collect(),
        milliseconds: time.as_millis().try_into().unwrap_or(u32::MAX),
    }
}
