//! Other people.

use ucwa_emulator::Emulator;
use ucwa_model::Format;

use crate::client::{Client, href};

pub(crate) async fn tour(emulator: &Emulator, format: Format) {
    let ann = Client::available_with(emulator, "ann", format).await;
    let people = href(&ann.application["_embedded"]["people"]["_links"]["self"]);
    assert_eq!(ann.get(&people).await["rel"], "people");
    let lene = ann.get(&format!("{people}/lene@contoso.com")).await;
    assert_eq!(lene["name"], "Lene Aaling");
    for rel in ["contactPresence", "contactNote", "contactLocation"] {
        assert_eq!(ann.get(&href(&lene["_links"][rel])).await["rel"], rel);
    }
}
