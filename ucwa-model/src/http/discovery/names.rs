//! Where a domain's servers announce themselves.

use url::{ParseError, Url};

use crate::http::HrefError;

/// The names under which a domain announces its servers: inside its network, and outside.
const HOSTS: [&str; 2] = ["lyncdiscoverinternal", "lyncdiscover"];

/// The URLs where to look, in order.
pub(super) fn roots(domain: &str, plain: bool, internal: bool) -> Vec<String> {
    let schemes: &[&str] = if plain { &["https", "http"] } else { &["https"] };
    let mut roots = Vec::new();
    for host in HOSTS.iter().filter(|host| internal || **host == "lyncdiscover") {
        for scheme in schemes {
            roots.push(format!("{scheme}://{host}.{domain}/"));
        }
    }
    roots
}

/// The domain of an address, as of `sip:john@contoso.com;gruu`, or the domain itself, as DNS has it.
pub(super) fn domain(place: &str) -> Result<String, HrefError> {
    let domain = place.split_once('@').map_or(place, |(_, domain)| domain);
    let domain = domain.split([';', '?', '>']).next().unwrap_or_default().trim().trim_end_matches('.');
    if let Some(at) = domain.chars().position(|found| !found.is_alphanumeric() && !matches!(found, '.' | '-' | '_')) {
        return Err(HrefError::Character { at, found: domain.chars().nth(at).unwrap_or_default() });
    }
    if domain.is_empty() {
        return Err(HrefError::Syntax(ParseError::EmptyHost));
    }
    let url = Url::parse(&format!("https://{}.{domain}/", HOSTS[1])).map_err(HrefError::Syntax)?;
    let host = url.host_str().and_then(|host| host.split_once('.')).map(|(_, domain)| domain.to_owned());
    host.ok_or(HrefError::Syntax(ParseError::EmptyHost))
}
