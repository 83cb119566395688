//! Who is named in a scenario, and how.

use std::collections::BTreeSet;

use super::{Scenario, User};

/// Whether a name means whoever has that address: `ann@contoso.com`, `sip:ann@contoso.com`, `contoso\ann` or `ann`.
pub(crate) fn is_called(address: &str, name: &str) -> bool {
    let name = name.strip_prefix("sip:").unwrap_or(name);
    let (account, domain) = address.split_once('@').unwrap_or((address, ""));
    match name.split_once('\\') {
        Some((short, user)) => {
            user.eq_ignore_ascii_case(account) && domain.split('.').next().is_some_and(|first| first.eq_ignore_ascii_case(short))
        }
        None => name.eq_ignore_ascii_case(address) || name.eq_ignore_ascii_case(account),
    }
}

/// Somebody who is named on a list, or is to be called by a robot, and is not there.
pub(super) fn stranger(scenario: &Scenario) -> Option<String> {
    let Scenario { users, distribution_groups, .. } = scenario;
    let addresses: BTreeSet<String> = users.iter().map(|user| user.address.to_ascii_lowercase()).collect();
    let groups: BTreeSet<String> = distribution_groups.iter().map(|group| group.address.to_ascii_lowercase()).collect();
    let is_user = |name: &&String| addresses.contains(&name.to_ascii_lowercase());
    let is_known = |name: &&String| is_user(name) || groups.contains(&name.to_ascii_lowercase());
    let is_callable = |name: &&String| users.iter().any(|user| is_called(&user.address, name));
    let mut listed = users.iter().flat_map(listed);
    let robots = users.iter().filter_map(|user| user.robot.as_ref());
    let mut called = robots.flat_map(|robot| robot.calls.iter().map(|call| &call.user).chain(&robot.transfers_to));
    let mut members = distribution_groups.iter().flat_map(|group| &group.members);
    let stranger = listed.find(|name| !is_user(name)).or_else(|| called.find(|name| !is_callable(name)));
    stranger.or_else(|| members.find(|name| !is_known(name))).cloned()
}

/// Whom the lists of a user name.
fn listed(user: &User) -> impl Iterator<Item = &String> {
    let User { contacts, groups, delegates, team, .. } = user;
    groups.values().chain([contacts, delegates, team]).flatten()
}
