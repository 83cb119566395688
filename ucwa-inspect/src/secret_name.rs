//! The names of what is secret: the table that all who show messages look names up in.

/// Words of which one is in the name of what is secret, in lower case and without what joins words.
const WORDS: [&str; 15] = [
    "password",
    "passwd",
    "passphrase",
    "passcode",
    "pwd",
    "token",
    "cookie",
    "secret",
    "authorization",
    "credential",
    "assertion",
    "signaturevalue",
    "samlresponse",
    "apikey",
    "ticket",
];

/// Other names: of web tickets, and of keys in session descriptions.
const NAMES: [&str; 4] = ["cwt", "jwt", "wresult", "inline"];

/// Names that are those of a secret in a query only.
const IN_QUERY: [&str; 3] = ["key", "code", "sig"];

/// Names of the schema that have such a word, for what everybody may see.
const HARMLESS: [&str; 2] = ["savecredentials", "mediarelayaccesstoken"];

/// What stands before credentials in headers.
const SCHEMES: [&str; 4] = ["bearer", "basic", "negotiate", "ntlm"];

/// Whether a member, a header or an element of that name holds a secret.
///
/// ```
/// use ucwa_inspect::is_secret_name;
///
/// assert!(is_secret_name("access_token") && is_secret_name("Set-Cookie") && is_secret_name("cwt"));
/// assert!(!is_secret_name("code") && !is_secret_name("mediaRelayAccessToken"));
/// ```
#[must_use]
pub fn is_secret_name(name: &str) -> bool {
    let plain = plain(name);
    let has = |names: &[&str]| names.contains(&&*plain);
    has(&NAMES) || (WORDS.iter().any(|word| plain.contains(word)) && !has(&HARMLESS))
}

/// Whether a parameter of that name in the query of a URL, or in a form, holds a secret.
#[must_use]
pub fn is_secret_parameter(name: &str) -> bool {
    IN_QUERY.contains(&&*plain(name)) || is_secret_name(name)
}

/// Whether a word is the name of an authentication scheme, as it stands before credentials.
#[must_use]
pub fn is_credentials_scheme(word: &str) -> bool {
    SCHEMES.iter().any(|scheme| word.eq_ignore_ascii_case(scheme))
}

/// The name in lower case, without what joins words.
fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|character| character.to_ascii_lowercase()).collect()
}
