//! Patterns of texts.

use sea_orm::sea_query::LikeExpr;

/// Marks a character in a pattern that stands for itself.
const ESCAPE: char = '\\';

/// Texts in lower case that contain `part`.
pub(super) fn containing(part: &str) -> LikeExpr {
    LikeExpr::new(pattern(part)).escape(ESCAPE)
}

fn pattern(part: &str) -> String {
    let mut pattern = String::from("%");
    for c in part.to_lowercase().chars() {
        if matches!(c, '%' | '_' | ESCAPE) {
            pattern.push(ESCAPE);
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::pattern;

    #[test]
    fn what_is_searched_for_stands_for_itself() {
        assert_eq!(pattern("Ada"), "%ada%");
        assert_eq!(pattern("100 %_\\"), "%100 \\%\\_\\\\%");
    }
}
