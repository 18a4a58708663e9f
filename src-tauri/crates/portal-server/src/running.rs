//! Starting a portal and stopping it.

use std::io;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::Arc;

use ipnet::IpNet;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::{CancellationToken, DropGuard};
use tokio_util::task::TaskTracker;
use url::Url;

use crate::auth::{
    Argon2id, AttemptPolicy, Attempts, HashingError, KeyCallers, KeyPolicy, LogRetention,
    PasswordHashing, Passwords, SECURITY_LOG_DAYS, SessionPolicy, Sessions,
};
use crate::event_purge::EventPurge;
use crate::exports::{ExportPolicy, Exports};
use crate::http::{self, Proxies};
use crate::objects::{Objects, ObjectsAddress, ObjectsError};
use crate::payments::{PaymentsConfig, PaymentsError, Sandbox, Stripe};
use crate::picture_purge::PicturePurge;
use crate::portal::Portal;
use crate::purchases::Purchases;
use crate::sample::{self, LoadSampleError, SampleTime};
use crate::sealing::{SealingKey, SealingKeyError};
use crate::status::{Listeners, StatusKeeping};
use crate::store::{DatabaseAddress, OpenError, Store};
use crate::surroundings::Surroundings;

/// Pictures that are looked at, at a time: each may take up 64 MiB.
const PICTURES_AT_A_TIME: usize = 2;

/// Ending of the directory for files that are to be sent elsewhere: beside the key, which is there for each portal.
const UNFINISHED: &str = "unfinished";

/// What a portal is started with.
#[derive(Clone)]
pub struct PortalConfig {
    /// Where it listens; port 0 picks a free one.
    pub listen: SocketAddr,
    /// Where its data lies.
    pub database: DatabaseAddress,
    /// Where its pictures lie.
    pub objects: ObjectsAddress,
    /// Where the key lies that seals the secrets of second factors; made if it is missing. Portals
    /// that share a database share it, and a backup of the database is of no use without it.
    pub key_file: PathBuf,
    /// Proxies whose word on where requests come from counts.
    pub trusted_proxies: Vec<IpNet>,
    /// What it calls itself.
    pub name: String,
    /// Whether the sample data is loaded before the first request, unless it is there.
    pub sample_data: bool,
    /// For how many days the devices of the sample data have put out something when it is loaded.
    pub sample_days: u32,
    /// How long sessions live.
    pub sessions: SessionPolicy,
    /// How often one may try to sign in.
    pub attempts: AttemptPolicy,
    /// How often an API key may be used.
    pub keys: KeyPolicy,
    /// For how many days events of the security log are kept; for good without a number.
    pub security_log_days: Option<NonZeroU32>,
    /// How many exports run, for how long, and how long their files are kept.
    pub exports: ExportPolicy,
    /// Which payments it takes.
    pub payments: PaymentsConfig,
    /// Where people reach it, if not where it listens.
    pub public_url: Option<Url>,
    /// How passwords are hashed.
    pub hashing: Arc<dyn PasswordHashing>,
    /// The time and randomness.
    pub surroundings: Surroundings,
}

impl PortalConfig {
    /// A portal with its data in these places, and the defaults for everything else.
    #[must_use]
    pub fn new(
        listen: SocketAddr,
        database: DatabaseAddress,
        objects: ObjectsAddress,
        key_file: PathBuf,
    ) -> Self {
        Self {
            listen,
            database,
            objects,
            key_file,
            trusted_proxies: Vec::new(),
            name: "Portal".to_owned(),
            sample_data: false,
            sample_days: sample::DAYS,
            sessions: SessionPolicy::default(),
            attempts: AttemptPolicy::default(),
            keys: KeyPolicy::default(),
            security_log_days: Some(SECURITY_LOG_DAYS),
            exports: ExportPolicy::default(),
            payments: PaymentsConfig::default(),
            public_url: None,
            hashing: Arc::new(Argon2id::default()),
            surroundings: Surroundings::of_the_system(),
        }
    }
}

/// A portal that answers. Dropped without [`stop`](Self::stop) it stops by itself, unwaited for.
pub struct RunningPortal {
    address: SocketAddr,
    stop: DropGuard,
    serving: JoinHandle<()>,
    work: TaskTracker,
    store: Store,
}

/// Starts a portal: opens what it keeps, brings the tables up to date, and answers requests on the
/// current tokio runtime.
///
/// # Errors
///
/// When it can't listen, or what it keeps can't be opened.
pub async fn start(config: PortalConfig) -> Result<RunningPortal, StartError> {
    let listener = TcpListener::bind(config.listen)
        .await
        .map_err(|source| StartError::of_listening(config.listen, source))?;
    let address = listener
        .local_addr()
        .map_err(|source| StartError::of_listening(config.listen, source))?;
    let scratch = config.key_file.with_extension(UNFINISHED);
    let objects = Objects::open(&config.objects).and_then(|objects| objects.writing_in(scratch));
    let objects = objects.map_err(|source| StartError::Objects {
        objects: config.objects.clone(),
        source,
    })?;
    let store = Store::open(&config.database).await?;
    let proxies = Proxies::new(config.trusted_proxies.clone());
    let portal = assemble(config, store.clone(), objects, address).await?;
    let pictures = PicturePurge::new(
        store.clone(),
        portal.objects.clone(),
        portal.surroundings.clone(),
        portal.sealing_key.clone(),
    );
    let stop = CancellationToken::new();
    let work = TaskTracker::new();
    work.spawn(portal.log_retention.clone().keep_on(stop.clone()));
    work.spawn(EventPurge::new(store.clone()).keep_on(stop.clone()));
    work.spawn(pictures.keep_on(stop.clone()));
    work.spawn(portal.purchases.clone().keep_on(stop.clone()));
    work.spawn(portal.exports.clone().keep_swept(stop.clone()));
    for _ in 0..portal.exports.policy().workers {
        work.spawn(portal.exports.clone().work(stop.clone()));
    }
    work.spawn(portal.listeners.clone().keep_on(stop.clone()));
    let status = StatusKeeping::new(
        store.clone(),
        portal.surroundings.clone(),
        portal.listeners.clone(),
    );
    work.spawn(status.keep_on(stop.clone()));
    let router = http::router(Arc::new(portal), proxies, work.clone(), stop.clone());
    let serving = tokio::spawn(http::serve(listener, router, stop.clone()));
    tracing::info!(%address, "the portal answers");
    Ok(RunningPortal {
        address,
        stop: stop.drop_guard(),
        serving,
        work,
        store,
    })
}

async fn assemble(
    config: PortalConfig,
    store: Store,
    objects: Objects,
    address: SocketAddr,
) -> Result<Portal, StartError> {
    let surroundings = config.surroundings;
    let reached_at = match &config.public_url {
        Some(url) => url.as_str().trim_end_matches('/').to_owned(),
        None => format!("http://{address}"),
    };
    let purchases = match config.payments {
        PaymentsConfig::None => Purchases::new(store.clone(), surroundings.clone(), None),
        PaymentsConfig::Sandbox => {
            let sandbox = Sandbox::new(store.clone(), surroundings.clone(), config.name.clone());
            Purchases::with_sandbox(store.clone(), surroundings.clone(), sandbox)
        }
        PaymentsConfig::Stripe(stripe) => {
            let stripe = Arc::new(Stripe::new(stripe, reached_at)?);
            Purchases::new(store.clone(), surroundings.clone(), Some(stripe))
        }
    };
    let passwords =
        Passwords::prepare(config.hashing, Arc::clone(&surroundings.randomness)).await?;
    if config.sample_data {
        let time = SampleTime {
            until: surroundings.now(),
            days: config.sample_days,
        };
        sample::load(&store, &objects, &passwords, time).await?;
    }
    let randomness = surroundings.randomness.as_ref();
    let sealing_key = SealingKey::open(&config.key_file, &store, randomness).await?;
    let listeners = Listeners::new(store.clone(), http::STREAMS);
    let exports = Exports::new(
        store.clone(),
        objects.clone(),
        surroundings.clone(),
        config.exports,
        sealing_key.clone(),
        listeners.clone(),
    );
    Ok(Portal {
        name: config.name,
        purchases,
        exports,
        listeners,
        sealing_key,
        key_callers: KeyCallers::new(store.clone(), surroundings.clone(), config.keys),
        sessions: Sessions::new(store.clone(), surroundings.clone(), config.sessions),
        attempts: Attempts::new(config.attempts, &surroundings.clock),
        log_retention: LogRetention::new(
            store.clone(),
            surroundings.clone(),
            config.security_log_days,
        ),
        picture_turns: Semaphore::new(PICTURES_AT_A_TIME),
        passwords,
        store,
        objects,
        surroundings,
    })
}

impl RunningPortal {
    /// Where it listens, with the port that was picked.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Stops accepting, lets the work under way finish, and closes the database.
    pub async fn stop(self) {
        drop(self.stop);
        if let Err(error) = self.serving.await {
            tracing::error!(%error, "serving ended badly");
        }
        self.work.close();
        if timeout(http::DRAIN_WITHIN, self.work.wait()).await.is_err() {
            tracing::warn!("work still under way was cut");
        }
        if let Err(error) = self.store.close().await {
            tracing::error!(%error, "the database was not closed");
        }
    }
}

/// Why a portal did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Another program listens there.
    #[error("the address {0} is in use by another program; choose another with --listen")]
    AddressInUse(SocketAddr),
    /// The system does not let it listen there.
    #[error("can't listen on {address}: {source}")]
    Listening {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The database can't be opened.
    #[error(transparent)]
    Database(#[from] OpenError),
    /// The place for pictures can't be opened.
    #[error("the objects at {objects} can't be used: {source}")]
    Objects {
        /// The place.
        objects: ObjectsAddress,
        /// What happened.
        source: ObjectsError,
    },
    /// The sample data can't be loaded.
    #[error(transparent)]
    Sample(#[from] LoadSampleError),
    /// Passwords can't be hashed.
    #[error(transparent)]
    Hashing(#[from] HashingError),
    /// Payments can't be taken.
    #[error(transparent)]
    Payments(#[from] PaymentsError),
    /// The key that seals secrets can't be used.
    #[error(transparent)]
    SealingKey(#[from] SealingKeyError),
}

impl StartError {
    fn of_listening(address: SocketAddr, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::AddrInUse => Self::AddressInUse(address),
            _ => Self::Listening { address, source },
        }
    }
}
