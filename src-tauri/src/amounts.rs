//! Amounts of credits, as people write them.

/// An exact decimal such as `12480.500`, as people write it: `12,480.5`.
pub(crate) fn written(decimal: &str) -> String {
    let (whole, fraction) = decimal.split_once('.').unwrap_or((decimal, ""));
    let (sign, whole) = whole.split_at(usize::from(whole.starts_with('-')));
    let mut text = sign.to_owned();
    for (index, digit) in whole.char_indices() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    match fraction.trim_end_matches('0') {
        "" => text,
        fraction => format!("{text}.{fraction}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_as_on_the_page() {
        for (decimal, expected) in [
            ("0.000", "0"),
            ("987.500", "987.5"),
            ("1000.000", "1,000"),
            ("-12480.005", "-12,480.005"),
            ("1000000000000.000", "1,000,000,000,000"),
        ] {
            assert_eq!(written(decimal), expected);
        }
    }
}
