//! What the portal was asked for and has not answered: asking again must not grant it twice.

use std::sync::Mutex;

use super::lock;

/// The last thing asked for, until it is answered: what it was, and how it was put.
pub(super) struct Outstanding<Input, Wish>(Mutex<Option<(Input, Wish)>>);

impl<Input: PartialEq, Wish: Clone> Outstanding<Input, Wish> {
    /// The wish that waits for its answer if it is for the same `input`, else a new one in its place.
    ///
    /// # Errors
    /// Those of `make`.
    pub(super) fn wish<Error>(
        &self,
        input: Input,
        make: impl FnOnce() -> Result<Wish, Error>,
    ) -> Result<Wish, Error> {
        let mut outstanding = lock(&self.0);
        if let Some((asked, wish)) = &*outstanding
            && *asked == input
        {
            return Ok(wish.clone());
        }
        let wish = make()?;
        *outstanding = Some((input, wish.clone()));
        Ok(wish)
    }

    /// The wish was answered, whatever the answer: the next one is another.
    pub(super) fn answered(&self) {
        *lock(&self.0) = None;
    }
}

impl<Input, Wish> Default for Outstanding<Input, Wish> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    fn wish(outstanding: &Outstanding<&str, u8>, input: &'static str, new: u8) -> u8 {
        let Ok(wish) = outstanding.wish(input, || Ok::<_, Infallible>(new));
        wish
    }

    #[test]
    fn a_wish_stays_the_same_until_it_is_answered_or_another_is_made() {
        let outstanding = Outstanding::default();
        assert_eq!(wish(&outstanding, "a", 1), 1);
        assert_eq!(wish(&outstanding, "a", 2), 1);
        assert_eq!(wish(&outstanding, "b", 3), 3);
        assert_eq!(wish(&outstanding, "a", 4), 4);
        outstanding.answered();
        assert_eq!(wish(&outstanding, "a", 5), 5);
    }

    #[test]
    fn what_can_not_be_put_is_not_kept() {
        let outstanding = Outstanding::<_, u8>::default();
        assert_eq!(outstanding.wish("a", || Err("no")), Err("no"));
        assert_eq!(wish(&outstanding, "a", 1), 1);
    }
}
