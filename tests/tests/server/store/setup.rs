//! An operator's hand on an empty database.

use std::sync::Arc;

use anyhow::Result;
use portal_server::administration::{AccountToAdd, Administration, AdministrationError};
use portal_server::auth::{Argon2id, Passwords};
use portal_server::objects::Objects;
use portal_server::store::Store;
use portal_server::surroundings::{Surroundings, SystemRandomness};
use secrecy::SecretString;
use uuid::Uuid;

use crate::support::{Backend, Place};

/// An operator with an empty database.
pub(super) struct Operator {
    pub(super) administration: Administration,
    pub(super) store: Store,
    pub(super) passwords: Passwords,
    pub(super) objects: Objects,
    _place: Place,
}

impl Operator {
    pub(super) async fn new(backend: Backend) -> Result<Self> {
        let place = Place::new(backend).await?;
        let store = place.open().await?;
        Ok(Self {
            administration: Administration::new(store.clone(), Surroundings::of_the_system()),
            passwords: Passwords::prepare(
                Arc::new(Argon2id::default()),
                Arc::new(SystemRandomness),
            )
            .await?,
            objects: Objects::open(&place.objects())?,
            store,
            _place: place,
        })
    }

    pub(super) async fn add_account(&self, email: &str) -> Result<Uuid, AdministrationError> {
        let account = AccountToAdd {
            email: email.parse().unwrap(),
            display_name: "Someone".parse().unwrap(),
            password: SecretString::from("long enough"),
            picture: None,
        };
        self.administration
            .add_account(account, &self.passwords, &self.objects)
            .await
    }
}
