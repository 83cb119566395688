//! [`Revision`], the number of a version of a resource.

use std::{cmp::Ordering, fmt, str::FromStr};

/// The revision of a resource that a request asks for at least, as in `2` or `4.0`. It travels in
/// `X-MS-RequiresMinResourceVersion`, and is compared as a number.
///
/// ```
/// use ucwa_model::http::Revision;
///
/// assert_eq!("2".parse::<Revision>()?, "2.0".parse()?);
/// assert!("2".parse::<Revision>()? < "10".parse()?);
/// assert_eq!("two".parse::<Revision>().unwrap_err().to_string(), "expected a revision such as `2` or `4.0`, but found \"two\"");
/// # Ok::<(), ucwa_model::http::ParseRevisionError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Revision(String);

/// A text that is no revision.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a revision such as `2` or `4.0`, but found {found:?}")]
pub struct ParseRevisionError {
    found: String,
}

impl Revision {
    /// As written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn parts(&self) -> (u32, u32) {
        let (whole, part) = self.0.split_once('.').unwrap_or((&self.0, "0"));
        // `.5` is more than `.25`: the digits after the point are those of a fraction
        let fraction = format!("{part:0<6}");
        (whole.parse().unwrap_or_default(), fraction.parse().unwrap_or_default())
    }
}

impl FromStr for Revision {
    type Err = ParseRevisionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = |part: &str| (1..=6).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
        let found = || text.chars().take(40).collect();
        if digits(whole) && digits(part) { Ok(Self(text.to_owned())) } else { Err(ParseRevisionError { found: found() }) }
    }
}

impl From<u8> for Revision {
    fn from(number: u8) -> Self {
        Self(number.to_string())
    }
}

impl PartialEq for Revision {
    fn eq(&self, other: &Self) -> bool {
        self.parts() == other.parts()
    }
}

impl Eq for Revision {}

impl PartialOrd for Revision {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Revision {
    fn cmp(&self, other: &Self) -> Ordering {
        self.parts().cmp(&other.parts())
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}
