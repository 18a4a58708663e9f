//! The fake portal's API keys.

use axum::http::HeaderValue;
use serde_json::{Value, json};

use crate::fake_portal::fault;
use crate::fake_security::FakeSecurity;

/// How every secret of a key begins.
pub(crate) const API_SECRET: &str = "portal_key_5ecret";

#[derive(Default)]
pub(crate) struct FakeApiKeys {
    /// Ids, which are names as well.
    pub(crate) names: Vec<String>,
    /// When the key created last is to end.
    pub(crate) expires_at: Value,
    pub(crate) overlap: Value,
    /// Idempotency keys, each once.
    pub(crate) wishes: Vec<Value>,
}

impl FakeApiKeys {
    pub(crate) fn summary(&self) -> Value {
        json!({ "usable": self.names.len(), "expiring": 0, "limit": 20 })
    }

    pub(crate) fn answer(&mut self, operation: &str, input: &Value) -> Option<Value> {
        let id = input["apiKey"].as_str().unwrap_or_default();
        let known = self.has(id);
        Some(match operation {
            "ApiKeys" => {
                let keys: Vec<_> = self.names.iter().map(|name| key(name)).collect();
                json!({ "data": keys, "limit": 20 })
            }
            "CreateApiKey" => {
                let name = input["name"].as_str().unwrap();
                if !self.wishes.contains(&input["idempotencyKey"]) {
                    self.names.push(name.into());
                    self.expires_at = input["expiresAt"].clone();
                } else if self.expires_at != input["expiresAt"] || !self.has(name) {
                    return Some(json!({ "__typename": "IdempotencyKeyReused", "message": "no" }));
                }
                self.issue(name, input)
            }
            "RotateApiKey" if known => {
                self.overlap = input["overlap"].clone();
                self.issue(id, input)
            }
            "RevokeApiKey" if known => {
                self.names.retain(|name| name != id);
                json!({ "__typename": "ApiKeyRevoked", "at": "2026-11-23T12:00:00Z" })
            }
            "RotateApiKey" | "RevokeApiKey" => {
                json!({ "__typename": "ApiKeyNotFound", "message": "gone" })
            }
            _ => return None,
        })
    }

    fn has(&self, id: &str) -> bool {
        self.names.iter().any(|name| name == id)
    }

    fn issue(&mut self, name: &str, input: &Value) -> Value {
        let wish = &input["idempotencyKey"];
        if !self.wishes.contains(wish) {
            self.wishes.push(wish.clone());
        }
        let number = self.wishes.iter().position(|known| known == wish).unwrap() + 1;
        let secret = format!("{API_SECRET}{number}");
        json!({ "__typename": "ApiKeyIssued", "apiKey": key(name), "secret": secret })
    }
}

impl FakeSecurity {
    /// The answer to the published call with an API key.
    pub(crate) fn devices(&self, secret: &HeaderValue, body: &Value) -> Value {
        assert_eq!(body["query"], "{ devices { data { id name } } }");
        if !secret.to_str().unwrap().starts_with(API_SECRET) {
            return fault("UNAUTHENTICATED");
        }
        json!({ "data": { "devices": { "data": [{ "id": "dev_1", "name": "Press 4" }] } } })
    }
}

fn key(name: &str) -> Value {
    json!({
        "id": name, "name": name, "prefix": "portal_key_4f6m2q7xra",
        "createdAt": "2026-11-23T12:00:00Z", "expiresAt": null, "lastUsedAt": null,
        "lastUsedBy": null, "status": "ACTIVE", "previousSecretUntil": null,
        "createdBy": "Grace Hopper",
    })
}
