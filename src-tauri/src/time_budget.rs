//! Calls into the system that may hang, each on a thread of its own and with a time budget.

use std::time::Duration;

use tokio::sync::oneshot;

/// Runs blocking `work` on a plain thread and waits for its answer for at most `budget`.
///
/// `None` when the time is over. The work goes on; its answer is dropped.
pub(crate) async fn within<T: Send + 'static>(
    budget: Duration,
    work: impl FnOnce() -> T + Send + 'static,
) -> Option<T> {
    let (answer, answered) = oneshot::channel();
    std::thread::spawn(move || {
        // Nobody waits any more when the budget is spent.
        let _ = answer.send(work());
    });
    tokio::time::timeout(budget, answered).await.ok()?.ok()
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[tokio::test]
    async fn an_answer_in_time_is_passed_on() {
        assert_eq!(within(Duration::from_secs(5), || 7).await, Some(7));
    }

    #[tokio::test]
    async fn a_call_that_hangs_costs_no_more_than_its_budget() {
        let (release, released) = mpsc::channel::<()>();
        let answer = within(Duration::from_millis(10), move || released.recv()).await;
        assert!(answer.is_none());
        drop(release);
    }
}
