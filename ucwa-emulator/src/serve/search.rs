//! Finding people, and groups of the company.

use ucwa_model::http::Refusal;

use super::{
    call::{Call, Outcome, found, unfit},
    routes::{Route, route},
};
use crate::{shown::people as shown, world::World};

/// Its paths.
pub(super) const ROUTES: &[Route] =
    &[route("people/search", &[("GET", "search", Some(search)), ("GET", "search2", Some(search))])];

/// What is looked for.
struct Wanted {
    /// All of them, in lower case.
    words: Vec<String>,
    mail: Option<String>,
    most: usize,
}

/// The characters that a query has at most.
const LONGEST: usize = 256;
/// What is found at most.
const MOST: usize = 100;

impl Wanted {
    /// As the query has it: by words, by mail address, or by both.
    fn read(call: &Call) -> Result<Self, Box<Refusal>> {
        let text = |name: &str| call.request.parameter_of(name).map(str::trim).filter(|text| !text.is_empty());
        let (query, mail) = (text("query"), text("mail"));
        let given: Vec<&str> = query.into_iter().chain(mail).collect();
        if given.is_empty() || given.iter().any(|text| text.encode_utf16().count() > LONGEST) {
            return Err(unfit(&format!("expected a `query` of at most {LONGEST} characters")));
        }
        let limit = call.request.parameter_of("limit").map(|limit| limit.parse().ok().filter(|limit| (1..=MOST).contains(limit)));
        let most = limit.unwrap_or(Some(MOST)).ok_or_else(|| unfit(&format!("expected a `limit` of 1 to {MOST}")))?;
        let words = query.unwrap_or_default().split_whitespace().map(str::to_lowercase).collect();
        Ok(Self { words, mail: mail.map(str::to_owned), most })
    }

    fn fits(&self, address: &str, texts: &[&str]) -> bool {
        let text = texts.join(" ").to_lowercase();
        let is_address = self.mail.as_ref().is_none_or(|mail| mail.eq_ignore_ascii_case(address));
        is_address && self.words.iter().all(|word| text.contains(word.as_str()) || address.to_lowercase().contains(word.as_str()))
    }
}

/// GET of `search`: whoever has all words in their name, address or title.
fn search(world: &mut World, call: &Call) -> Outcome {
    let wanted = Wanted::read(call)?;
    let users = world.users.iter().enumerate().filter(|(_, user)| {
        let texts =
            [user.name.as_str(), user.title.as_deref().unwrap_or_default(), user.department.as_deref().unwrap_or_default()];
        wanted.fits(&user.address, &texts)
    });
    let mut users: Vec<usize> = users.map(|(id, _)| id).collect();
    let groups = world.distribution_groups.iter().enumerate().filter(|(_, group)| wanted.fits(&group.address, &[&group.name]));
    let mut groups: Vec<usize> = groups.map(|(index, _)| index).collect();
    let more = users.len() + groups.len() > wanted.most;
    users.truncate(wanted.most);
    groups.truncate(wanted.most - users.len());
    found(Some(shown::search(world, call.application, &users, &groups, more)))
}
