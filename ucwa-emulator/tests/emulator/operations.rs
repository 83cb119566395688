//! Every operation that the emulator has, called over HTTP by a client that goes by links, in both formats. `docs/emulator.md` is
//! written from how they were answered.

mod applications;
mod calls;
mod communication;
mod gathering;
mod logs;
mod me;
mod meetings;
mod passing;
mod people;
mod roles;
mod sharing;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use ucwa_emulator::{Answered, Emulator, Robot, Share, User};
use ucwa_model::{Format, http::Operation};

use crate::client::scenario;

/// Set `UPDATE_EMULATED` to write the list anew.
#[tokio::test]
async fn the_documentation_lists_how_each_operation_is_answered() {
    let (json, xml) = (called(Format::Json).await, called(Format::Xml).await);
    let emulated = json.iter().filter(|one| one.succeeded > 0).count();
    assert!(emulated >= 200, "only {emulated} operations are emulated");
    let text = document(&json, &roles::followed(Format::Json).await);
    assert_eq!(text, document(&xml, &roles::followed(Format::Xml).await), "both formats are answered alike");
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/emulator.md");
    if std::env::var_os("UPDATE_EMULATED").is_some() {
        fs::write(&file, &text).unwrap();
    }
    assert!(
        fs::read_to_string(&file).unwrap_or_default() == text,
        "docs/emulator.md is out of date: run this test with UPDATE_EMULATED=1"
    );
}

/// The usual people, somebody at home on a second server, and robots who do what clients cannot.
async fn company() -> Emulator {
    let mut scenario = scenario();
    scenario.users.push(User::new("john@contoso.com").with_pool(2));
    let shows = [Share::ApplicationSharing, Share::DataCollaboration, Share::PanoramicVideo];
    for (address, name, robot) in [
        ("desk@contoso.com", "Desk", Robot::new().transferring_to("bob@contoso.com")),
        ("show@contoso.com", "Show", shows.into_iter().fold(Robot::new(), Robot::sharing)),
        ("spot@contoso.com", "Spot", Robot::new().sharing(Share::ApplicationSharing).sharing(Share::Spotlight)),
    ] {
        scenario.users.push(User::new(address).with_name(name).with_robot(robot));
    }
    Emulator::builder().scenario(scenario).start().await.unwrap()
}

/// Lets a client call everything; how it was answered.
async fn called(format: Format) -> Vec<Answered> {
    let emulator = company().await;
    applications::tour(&emulator, format).await;
    me::tour(&emulator, format).await;
    people::tour(&emulator, format).await;
    communication::tour(&emulator, format).await;
    gathering::tour(&emulator, format).await;
    calls::tour(&emulator, format).await;
    passing::tour(&emulator, format).await;
    sharing::tour(&emulator, format).await;
    applications::guest(&emulator, format).await;
    logs::tour(&emulator, format).await;
    meetings::tour(&emulator, format).await;
    assert_eq!(emulator.violations(), Vec::<String>::new());
    let answered = emulator.answered();
    let untried = answered.iter().filter(|one| one.succeeded == 0 && one.refused.is_empty());
    let untried: Vec<String> = untried.map(|one| one.operation.to_string()).collect();
    assert_eq!(untried, Vec::<String>::new(), "these have a route, and no client calls them");
    answered
}

const HEAD: &str = "# What is emulated\n\nEach operation of the schema, and how `ucwa-emulator` answers it. A test calls each of them over HTTP, in both formats, and\nwrites this list from what came back: *emulated* was answered with success; what is *refused* was answered with an error that\nits reference documents, and never with success. What is not emulated is answered with 404 or 405.\n";

/// The list, by area.
fn document(answered: &[Answered], roles: &BTreeSet<&str>) -> String {
    let answered: BTreeMap<String, &Answered> = answered.iter().map(|one| (one.operation.to_string(), one)).collect();
    let mut areas: Vec<(&str, Vec<(Operation, String)>)> = Vec::new();
    for operation in Operation::all() {
        let name = operation.to_string();
        let line = if roles.contains(&*name) { ROLE.to_owned() } else { status(answered.get(&name).copied()) };
        let area = operation.definition().area;
        match areas.iter_mut().find(|(name, _)| *name == area) {
            Some((_, operations)) => operations.push((operation, line)),
            None => areas.push((area, vec![(operation, line)])),
        }
    }
    let count = |wanted: &str| areas.iter().flat_map(|(_, all)| all).filter(|(_, status)| status.starts_with(wanted)).count();
    let (all, emulated, refused) = (Operation::all().count(), count(EMULATED), count(REFUSED));
    let mut text = format!("{HEAD}\nOf {all} operations {emulated} are emulated, and {refused} refused as documented.\n");
    for (area, operations) in areas {
        let count = operations.iter().filter(|(_, status)| status != NOT_YET).count();
        text.push_str(&format!("\n## {area}: {count} of {}\n\n| operation | |\n| --- | --- |\n", operations.len()));
        operations.iter().for_each(|(operation, status)| text.push_str(&format!("| `{operation}` | {status} |\n")));
    }
    text
}

const EMULATED: &str = "emulated";
/// The same resource under another name.
const ROLE: &str = "emulated, as a `participant`: its links lead to one";
const REFUSED: &str = "refused as documented";
const NOT_YET: &str = "not yet";

fn status(answered: Option<&Answered>) -> String {
    match answered {
        Some(one) if one.succeeded > 0 => EMULATED.to_owned(),
        Some(one) if !one.refused.is_empty() => {
            format!("{REFUSED}: {}", one.refused.keys().cloned().collect::<Vec<_>>().join(", "))
        }
        _ => NOT_YET.to_owned(),
    }
}
