//! A go-between on the way to a portal: it passes everything on until it is told to answer itself.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::{Context, Result};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

use crate::awkward::{Awkward, answer, reply};

/// A go-between that runs until it is dropped.
#[derive(Debug)]
pub struct GoBetween {
    address: String,
    duty: Arc<Mutex<Duty>>,
    way: watch::Sender<Way>,
    words: Arc<Mutex<Words>>,
    held: watch::Sender<Held>,
    /// Whether a reply waits.
    waits: watch::Sender<bool>,
    serving: JoinHandle<()>,
}

/// Which replies are held back; while there is nothing, none is.
type Held = Option<Hold>;

/// A hold on replies.
#[derive(Clone, Debug)]
struct Hold {
    /// What a request says whose reply is meant.
    said: String,
    /// So many octets of it still go through, and some more: what came together goes together.
    after: usize,
}

/// What went through so far.
#[derive(Debug, Default)]
struct Words {
    asked: Vec<u8>,
    replied: Vec<u8>,
}

/// How those who connect are treated.
#[derive(Clone, Debug, Default)]
enum Way {
    #[default]
    PassOn,
    LoseReplies,
    Answer(Awkward),
    AnswerTo(String, Awkward),
}

impl Way {
    /// Whether it is found anew with each request, so that a connection outlasts a turn from one such to another.
    fn is_of_requests(&self) -> bool {
        matches!(self, Self::PassOn | Self::AnswerTo(..))
    }

    /// The answer to what is asked, unless that is passed on.
    fn answer(&self, asked: &[u8]) -> Option<Awkward> {
        match self {
            Self::AnswerTo(said, awkward) => String::from_utf8_lossy(asked)
                .contains(said)
                .then_some(*awkward),
            Self::PassOn | Self::LoseReplies | Self::Answer(_) => None,
        }
    }
}

/// Whom to connect with, and those who are connected.
#[derive(Debug, Default)]
struct Duty {
    /// The address of the portal behind it, without the scheme.
    portal: String,
    connections: JoinSet<Result<()>>,
}

impl GoBetween {
    /// Starts one on a free port of loopback, which passes on to the portal at this address.
    ///
    /// # Errors
    /// When it can't listen, or the address is not that of a portal on loopback.
    pub async fn start(portal: &str) -> Result<Self> {
        let duty = Duty {
            portal: plain(portal)?,
            ..Duty::default()
        };
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = format!("http://{}", listener.local_addr()?);
        let duty = Arc::new(Mutex::new(duty));
        let words = Arc::<Mutex<Words>>::default();
        let (held, holding) = watch::channel(Held::None);
        let (way, on_the_way) = watch::channel(Way::default());
        let waits = watch::Sender::default();
        let serving = tokio::spawn({
            let (duty, words) = (Arc::clone(&duty), Arc::clone(&words));
            let waits = waits.clone();
            async move {
                while let Ok((connection, _)) = listener.accept().await {
                    let mut duty = lock(&duty);
                    let (portal, words) = (duty.portal.clone(), Arc::clone(&words));
                    let way = on_the_way.borrow().clone();
                    match way {
                        Way::PassOn | Way::AnswerTo(..) => duty.connections.spawn(pass_on(
                            connection,
                            portal,
                            words,
                            on_the_way.clone(),
                            (holding.clone(), waits.clone()),
                        )),
                        Way::LoseReplies => duty
                            .connections
                            .spawn(lose_reply(connection, portal, words)),
                        Way::Answer(awkward) => duty.connections.spawn(answer(awkward, connection)),
                    };
                }
            }
        });
        Ok(Self {
            address,
            duty,
            way,
            words,
            held,
            waits,
            serving,
        })
    }

    /// What to type to get to the portal through it.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Cuts all connections and answers the next ones itself.
    pub async fn answer(&self, awkward: Awkward) {
        self.turn_to(Way::Answer(awkward)).await;
    }

    /// From now on it answers requests that say this itself, and passes all others on, also those under way.
    pub async fn answer_to(&self, said: &str, awkward: Awkward) {
        self.turn_to(Way::AnswerTo(said.to_owned(), awkward)).await;
    }

    /// Passes on whatever is asked from now on. Connections are cut unless they are passed on already.
    pub async fn pass_on(&self) {
        self.turn_to(Way::PassOn).await;
    }

    /// Cuts all connections and passes the next ones on to the portal at this address, as after a restart.
    ///
    /// # Errors
    /// When it is not that of a portal on loopback.
    pub async fn lead_to(&self, portal: &str) -> Result<()> {
        lock(&self.duty).portal = plain(portal)?;
        self.way.send_replace(Way::PassOn);
        self.cut().await;
        Ok(())
    }

    /// Cuts all connections. From now on requests get to the portal, and when it has done what they ask
    /// for and replies, the connection is cut.
    pub async fn lose_replies(&self) {
        self.turn_to(Way::LoseReplies).await;
    }

    /// Holds back each reply to a request that says this, also one that is under way, until they are let go.
    pub fn hold_replies_to(&self, said: &str) {
        self.cut_replies_to(said, 0);
    }

    /// As [`Self::hold_replies_to`], but for about so many octets at the beginning of each.
    pub fn cut_replies_to(&self, said: &str, after: usize) {
        let said = said.to_owned();
        self.waits.send_replace(false);
        self.held.send_replace(Some(Hold { said, after }));
    }

    /// Returns when a reply waits that is to be held back.
    pub async fn held_back(&self) {
        // It fails when there is no sender, and this is one.
        let mut waits = self.waits.subscribe();
        let _waits = waits.wait_for(|waits| *waits).await;
    }

    /// Passes on the replies that were held back, and holds back no more.
    pub fn let_replies_go(&self) {
        self.held.send_replace(None);
    }

    /// What the portal replied so far, also what is held back.
    #[must_use]
    pub fn replied(&self) -> String {
        String::from_utf8_lossy(&lock(&self.words).replied).into_owned()
    }

    /// What the portal was asked so far, whether its reply was passed on or lost.
    #[must_use]
    pub fn asked(&self) -> String {
        String::from_utf8_lossy(&lock(&self.words).asked).into_owned()
    }

    /// No request after it goes the old way.
    async fn turn_to(&self, way: Way) {
        let goes_on = way.is_of_requests();
        let before = self.way.send_replace(way);
        if !(goes_on && before.is_of_requests()) {
            self.cut().await;
        }
    }

    /// Ends when the last connection is cut.
    async fn cut(&self) {
        let mut before = std::mem::take(&mut lock(&self.duty).connections);
        before.shutdown().await;
    }
}

impl Drop for GoBetween {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// A portal's address without the scheme.
fn plain(portal: &str) -> Result<String> {
    let address = portal.strip_prefix("http://");
    Ok(address.context("only plain http is passed on")?.to_owned())
}

async fn pass_on(
    client: TcpStream,
    portal: String,
    words: Arc<Mutex<Words>>,
    way: watch::Receiver<Way>,
    (held, waits): (watch::Receiver<Held>, watch::Sender<bool>),
) -> Result<()> {
    let (from_portal, to_portal) = TcpStream::connect(portal).await?.into_split();
    let (mut from_client, mut to_client) = client.into_split();
    // A client asks nothing more on a connection before it has the reply.
    let request = Arc::<Mutex<Vec<u8>>>::default();
    let gate = Gate {
        asked: Arc::clone(&request),
        request: String::new(),
        passed: 0,
        held,
        waits,
    };
    let ask = pass_on_until_answered(&way, &mut from_client, to_portal, |said| {
        lock(&words).asked.extend_from_slice(said);
        lock(&request).extend_from_slice(said);
    });
    let reply_of_portal = repeat(from_portal, &mut to_client, Some(gate), |said| {
        lock(&words).replied.extend_from_slice(said);
    });
    let awkward = tokio::select! {
        awkward = ask => awkward?,
        replied = reply_of_portal => return replied,
    };
    match awkward {
        Some(awkward) => reply(awkward, from_client.reunite(to_client)?).await,
        None => Ok(()),
    }
}

/// Passes on what is asked until the client has asked everything, or asks what is to be answered here.
async fn pass_on_until_answered(
    way: &watch::Receiver<Way>,
    from: &mut (impl AsyncRead + Unpin),
    mut to: impl AsyncWrite + Unpin,
    keep: impl Fn(&[u8]),
) -> Result<Option<Awkward>> {
    let mut asked = [0; 16_384];
    loop {
        let length = from.read(&mut asked).await?;
        if length == 0 {
            return Ok(None);
        }
        let asked = &asked[..length];
        let answered = way.borrow().answer(asked);
        if answered.is_some() {
            return Ok(answered);
        }
        keep(asked);
        to.write_all(asked).await?;
    }
}

/// Where replies wait that are held back.
struct Gate {
    /// What was asked since the last reply.
    asked: Arc<Mutex<Vec<u8>>>,
    /// What the reply is to.
    request: String,
    /// How many octets of the reply went through.
    passed: usize,
    held: watch::Receiver<Held>,
    /// Told when it waits.
    waits: watch::Sender<bool>,
}

impl Gate {
    /// Ends when so many octets of the reply may go.
    async fn open(&mut self, octets: usize) {
        let asked = std::mem::take(&mut *lock(&self.asked));
        if !asked.is_empty() {
            self.request = String::from_utf8_lossy(&asked).into_owned();
            self.passed = 0;
        }
        let (request, passed) = (&self.request, self.passed);
        let is_held = |hold: &Hold| passed >= hold.after && request.contains(&hold.said);
        let may_go = |held: &Held| !held.as_ref().is_some_and(is_held);
        if !may_go(&self.held.borrow()) {
            self.waits.send_replace(true);
        }
        // It fails when the go-between is no more: then nobody waits.
        let _waited = self.held.wait_for(may_go).await;
        self.passed += octets;
    }
}

/// Keeps in mind what one side says, and hands it over.
async fn repeat(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    mut gate: Option<Gate>,
    keep: impl Fn(&[u8]),
) -> Result<()> {
    let mut said = [0; 16_384];
    loop {
        let length = from.read(&mut said).await?;
        if length == 0 {
            return Ok(to.shutdown().await?);
        }
        keep(&said[..length]);
        if let Some(gate) = &mut gate {
            gate.open(length).await;
        }
        to.write_all(&said[..length]).await?;
    }
}

/// The portal answers once it has done what it is asked for, so its first byte is the moment to go.
async fn lose_reply(client: TcpStream, portal: String, words: Arc<Mutex<Words>>) -> Result<()> {
    let (mut from_portal, to_portal) = TcpStream::connect(portal).await?.into_split();
    let (from_client, _to_client) = client.into_split();
    let hand_over = repeat(from_client, to_portal, None, |said| {
        lock(&words).asked.extend_from_slice(said);
    });
    tokio::select! {
        handed = hand_over => handed,
        replied = from_portal.read_u8() => Ok(replied.map(drop)?),
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
