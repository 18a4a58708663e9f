//! Accepting clients, bounding how many and how slow they may be, and letting them finish.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::limits;

/// Serves `router` until `stop`, then lets the requests under way finish.
pub(crate) async fn serve(listener: TcpListener, router: Router, stop: CancellationToken) {
    let places = Arc::new(Semaphore::new(limits::CONNECTIONS));
    let graceful = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => break,
            accepted = accept(&listener, &places) => accepted,
        };
        match accepted {
            Ok((stream, peer, place)) => {
                let connection = graceful.watch(connection(stream, peer, router.clone()));
                connections.spawn(async move {
                    let _place = place;
                    // A client that goes away or breaks the protocol is no fault of the portal.
                    if let Err(error) = connection.await {
                        tracing::debug!(%error, %peer, "a connection ended early");
                    }
                });
            }
            Err(error) => pause_after(&error).await,
        }
        while connections.try_join_next().is_some() {}
    }
    drop(listener);
    if timeout(limits::DRAIN_WITHIN, graceful.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("requests still under way were cut");
    }
    connections.shutdown().await;
}

async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> io::Result<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let place = Arc::clone(places)
        .acquire_owned()
        .await
        .map_err(io::Error::other)?;
    let (stream, peer) = listener.accept().await?;
    Ok((stream, peer, place))
}

fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
) -> http1::Connection<TokioIo<TcpStream>, TowerToHyperService<Router>> {
    // Small answers leave at once; when that can't be set they leave a little later.
    let _ = stream.set_nodelay(true);
    let service = TowerToHyperService::new(router.layer(Extension(peer.ip())));
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits::HEADERS_WITHIN)
        .max_header_size(limits::HEADERS)
        .serve_connection(TokioIo::new(stream), service)
}

/// Without files or memory left, accepting fails at once, again and again: wait for others to end.
async fn pause_after(error: &io::Error) {
    let of_the_client = matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset
    );
    if !of_the_client {
        tracing::error!(%error, "no client can be accepted");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
