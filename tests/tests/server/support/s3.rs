//! A server that speaks S3, in this process, whose files the test can see.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use anyhow::{Result, anyhow};
use hyper::body::Incoming;
use hyper::header::CONTENT_LENGTH;
use hyper::service::{Service, service_fn};
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s_fs::FileSystem;
use tempfile::TempDir;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

const BUCKET: &str = "files";
const KEY: &str = "a key of the tests";
const SECRET: &str = "a secret of the tests";

/// Which requests get no answer for now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Held {
    /// None.
    None,
    /// Parts of files.
    Parts,
    /// Those that remove files.
    Removals,
}

/// What came by.
#[derive(Default)]
struct Traffic {
    parts: AtomicUsize,
    parts_now: AtomicUsize,
    parts_at_a_time: AtomicUsize,
    largest_part: AtomicU64,
    removals: AtomicUsize,
}

/// A running server with a bucket.
pub(crate) struct S3 {
    address: SocketAddr,
    directory: TempDir,
    held: watch::Sender<Held>,
    traffic: Arc<Traffic>,
    serving: JoinHandle<()>,
}

impl S3 {
    pub(crate) async fn start() -> Result<Self> {
        let directory = tempfile::tempdir()?;
        std::fs::create_dir(directory.path().join(BUCKET))?;
        let files = FileSystem::new(directory.path()).map_err(|error| anyhow!("{error:?}"))?;
        let mut service = S3ServiceBuilder::new(files);
        service.set_auth(SimpleAuth::from_single(KEY, SECRET));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let (address, held) = (listener.local_addr()?, watch::Sender::new(Held::None));
        let traffic = Arc::new(Traffic::default());
        let door = Door {
            service: service.build(),
            held: held.subscribe(),
            traffic: Arc::clone(&traffic),
        };
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(door.clone().serve(stream));
            }
        });
        Ok(Self {
            address,
            directory,
            held,
            traffic,
            serving,
        })
    }

    /// How a program finds it.
    pub(crate) fn environment(&self) -> [(&'static str, String); 7] {
        [
            ("PORTAL_OBJECTS", format!("s3://{BUCKET}/of/portal")),
            ("AWS_REGION", "eu-central-1".to_owned()),
            ("AWS_ACCESS_KEY_ID", KEY.to_owned()),
            ("AWS_SECRET_ACCESS_KEY", SECRET.to_owned()),
            ("AWS_ENDPOINT_URL", format!("http://{}", self.address)),
            ("AWS_ALLOW_HTTP", "true".to_owned()),
            ("NO_PROXY", self.address.ip().to_string()),
        ]
    }

    /// Lets requests wait, or go on.
    pub(crate) fn hold(&self, held: Held) {
        self.held.send_replace(held);
    }

    /// The names of the objects within a part of the portal's place.
    pub(crate) fn names(&self, within: &str) -> Result<Vec<String>> {
        let place = self.directory.path().join(BUCKET).join("of/portal");
        names(place.join(within))
    }

    /// What is left of uploads that were not completed.
    pub(crate) fn incomplete(&self) -> Result<Vec<String>> {
        let mut names = names(self.directory.path().to_owned())?;
        names.retain(|name| name.starts_with(".upload"));
        Ok(names)
    }

    /// Parts that came, the most of them at a time, and the octets of the largest.
    pub(crate) fn parts(&self) -> (usize, usize, u64) {
        let traffic = &self.traffic;
        let counts = [&traffic.parts, &traffic.parts_at_a_time].map(|it| it.load(Ordering::SeqCst));
        let largest = traffic.largest_part.load(Ordering::SeqCst);
        (counts[0], counts[1], largest)
    }
}

impl S3 {
    /// Requests to remove files that came.
    pub(crate) fn removals(&self) -> usize {
        self.traffic.removals.load(Ordering::SeqCst)
    }
}

impl Drop for S3 {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

fn names(directory: PathBuf) -> Result<Vec<String>> {
    if !directory.exists() {
        return Ok(Vec::new());
    }
    let mut names = Vec::new();
    for entry in std::fs::read_dir(directory)? {
        let entry = entry?;
        if entry.path().is_file() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

/// What each request goes through.
#[derive(Clone)]
struct Door {
    service: S3Service,
    held: watch::Receiver<Held>,
    traffic: Arc<Traffic>,
}

impl Door {
    async fn serve(self, stream: TcpStream) {
        let answer = service_fn(|request: Request<Incoming>| {
            let door = self.clone();
            async move { door.answer(request).await }
        });
        let connection = hyper::server::conn::http1::Builder::new();
        // Whoever was killed has hung up.
        let _ = connection
            .serve_connection(TokioIo::new(stream), answer)
            .await;
    }

    async fn answer(
        mut self,
        request: Request<Incoming>,
    ) -> Result<<S3Service as Service<Request<Incoming>>>::Response, s3s::HttpError> {
        let query = request.uri().query().unwrap_or_default();
        let is_part = request.method() == Method::PUT && query.contains("partNumber=");
        if is_part {
            let size = request.headers().get(CONTENT_LENGTH);
            let size = size.and_then(|it| it.to_str().ok()?.parse().ok());
            self.traffic
                .largest_part
                .fetch_max(size.unwrap_or(u64::MAX), Ordering::SeqCst);
            self.traffic.parts.fetch_add(1, Ordering::SeqCst);
        }
        // Of several at a time, and of one.
        let is_removal = match *request.method() {
            Method::POST => query == "delete",
            _ => request.method() == Method::DELETE && !query.contains("uploadId="),
        };
        if is_removal {
            self.traffic.removals.fetch_add(1, Ordering::SeqCst);
        }
        let _under_way = is_part.then(|| UnderWay::begin(&self.traffic));
        let is_let_in = |held: &Held| match held {
            Held::None => true,
            Held::Parts => !is_part,
            Held::Removals => !is_removal,
        };
        // The test may be over.
        let _ = self.held.wait_for(is_let_in).await;
        Service::call(&self.service, request).await
    }
}

/// A part on its way.
struct UnderWay(Arc<Traffic>);

impl UnderWay {
    fn begin(traffic: &Arc<Traffic>) -> Self {
        let now = traffic.parts_now.fetch_add(1, Ordering::SeqCst) + 1;
        traffic.parts_at_a_time.fetch_max(now, Ordering::SeqCst);
        Self(Arc::clone(traffic))
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.parts_now.fetch_sub(1, Ordering::SeqCst);
    }
}
