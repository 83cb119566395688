//! The phones of a user. The one at work is the company's, the others are their own.

/// See the module.
#[derive(Clone, Debug)]
pub(crate) struct Phone {
    /// One of [`KINDS`].
    pub(crate) kind: &'static str,
    /// A `tel` URI.
    pub(crate) number: Option<String>,
    /// Whether the others see it.
    pub(crate) shown: bool,
}

pub(crate) const WORK: &str = "work";
pub(crate) const KINDS: [&str; 4] = [WORK, "mobile", "home", "other"];

impl Phone {
    /// All of them, of which only that at work has a number.
    pub(crate) fn all(work: Option<&str>) -> Vec<Self> {
        KINDS
            .into_iter()
            .map(|kind| Self { kind, number: work.filter(|_| kind == WORK).map(str::to_owned), shown: kind == WORK })
            .collect()
    }
}

/// A number as people write it, as a `tel` URI. `None` if it is no number.
pub(crate) fn normalize(number: &str) -> Option<String> {
    let number = number.trim();
    let number = number.strip_prefix("tel:").unwrap_or(number);
    let (number, extension) = number.split_once(";ext=").map_or((number, None), |(number, extension)| (number, Some(extension)));
    let plain: String = number.chars().filter(|letter| !matches!(letter, ' ' | '-' | '.' | '(' | ')' | '/')).collect();
    let digits = plain.strip_prefix('+').unwrap_or(&plain);
    let is_number = |text: &str, most: usize| (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(digits, 15) || extension.is_some_and(|extension| !is_number(extension, 15)) {
        return None;
    }
    let extension = extension.map(|extension| format!(";ext={extension}")).unwrap_or_default();
    Some(format!("tel:{plain}{extension}"))
}

#[cfg(test)]
mod tests {
    use super::normalize;

    #[test]
    fn numbers_are_written_in_many_ways() {
        let cases = [
            ("+1 (425) 555-0100", Some("tel:+14255550100")),
            ("tel:+14255550100;ext=12", Some("tel:+14255550100;ext=12")),
            ("911", Some("tel:911")),
            ("", None),
            ("+", None),
            ("call me", None),
            ("1234567890123456", None),
            ("12;ext=a", None),
        ];
        for (written, uri) in cases {
            assert_eq!(normalize(written).as_deref(), uri, "{written}");
        }
    }
}
