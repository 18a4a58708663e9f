//! Connections that don't wait for ever: whoever asks and gets no answer is told so.

use std::future::Future;
use std::io::{self, ErrorKind};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use hyper_util::client::legacy::connect::{Connected, Connection, HttpConnector};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep};
use tower_service::Service;

/// Connects like [`HttpConnector`]; reading fails where nothing comes for as long as `patience` after what was
/// written last.
#[derive(Clone, Debug)]
pub(crate) struct PatientConnector {
    inner: HttpConnector,
    patience: Duration,
}

impl PatientConnector {
    pub(crate) fn new(patience: Duration) -> Self {
        Self {
            inner: HttpConnector::new(),
            patience,
        }
    }
}

impl<Target> Service<Target> for PatientConnector
where
    HttpConnector: Service<Target, Response = TokioIo<TcpStream>>,
    <HttpConnector as Service<Target>>::Future: Send + 'static,
{
    type Response = TokioIo<PatientStream>;
    type Error = <HttpConnector as Service<Target>>::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, target: Target) -> Self::Future {
        let (connecting, patience) = (self.inner.call(target), self.patience);
        Box::pin(async move {
            let stream = connecting.await?.into_inner();
            Ok(TokioIo::new(PatientStream {
                stream,
                patience,
                asked: false,
                over: Box::pin(sleep(patience)),
            }))
        })
    }
}

/// A connection of [`PatientConnector`].
#[derive(Debug)]
pub(crate) struct PatientStream {
    stream: TcpStream,
    patience: Duration,
    /// Whether something was asked that was not answered yet.
    asked: bool,
    over: Pin<Box<Sleep>>,
}

impl Connection for PatientStream {
    fn connected(&self) -> Connected {
        self.stream.connected()
    }
}

impl AsyncRead for PatientStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if let Poll::Ready(read) = Pin::new(&mut self.stream).poll_read(context, buffer) {
            self.asked = false;
            return Poll::Ready(read);
        }
        if !self.asked {
            return Poll::Pending;
        }
        ready!(self.over.as_mut().poll(context));
        let error = format!("no answer within {:?}", self.patience);
        // Whoever asked is told that there was none, not why.
        eprintln!("{error}");
        Poll::Ready(Err(io::Error::new(ErrorKind::TimedOut, error)))
    }
}

impl AsyncWrite for PatientStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let over = Instant::now() + self.patience;
        self.over.as_mut().reset(over);
        self.asked = true;
        context.waker().wake_by_ref(); // Whoever reads has to look at the time from now on.
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use anyhow::{Result, ensure};
    use fantoccini::ClientBuilder;
    use fantoccini::error::NewSessionError;
    use tokio::net::TcpListener;
    use tokio::time::timeout;

    use super::*;

    #[tokio::test]
    async fn a_driver_that_never_answers_is_given_up() -> Result<()> {
        let silent = TcpListener::bind("127.0.0.1:0").await?;
        let address = format!("http://{}", silent.local_addr()?);
        let connector = PatientConnector::new(Duration::from_millis(50));
        let mut builder = ClientBuilder::new(connector);
        let connecting = builder.capabilities(serde_json::Map::new());
        let session = timeout(Duration::from_secs(20), connecting.connect(&address)).await?;
        ensure!(
            matches!(session, Err(NewSessionError::FailedC(_))),
            "{session:?}"
        );
        Ok(())
    }
}
