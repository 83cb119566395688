//! Decoding and encoding of one rich resource, beside generic parsers that only build a tree: compare within one run.

use std::fs;

use divan::{Bencher, counter::BytesCount};
use ucwa_model::{Codec, communication::MessagingInvitation};

fn main() {
    divan::main();
}

fn fixture(name: &str) -> String {
    fs::read_to_string(format!("../tests/fixtures/seeds/{name}")).unwrap_or_default()
}

fn over(bencher: Bencher<'_, '_>, name: &str, run: impl Fn(&str) + Sync) {
    let text = fixture(name);
    bencher.counter(BytesCount::of_str(&text)).bench(|| run(&text));
}

#[divan::bench]
fn json_decode(bencher: Bencher<'_, '_>) {
    over(bencher, "messagingInvitation.json", |text| drop(divan::black_box(MessagingInvitation::from_json(text))));
}

#[divan::bench]
fn json_decode_serde_json_value(bencher: Bencher<'_, '_>) {
    over(bencher, "messagingInvitation.json", |text| drop(divan::black_box(serde_json::from_str::<serde_json::Value>(text))));
}

#[divan::bench]
fn xml_decode(bencher: Bencher<'_, '_>) {
    over(bencher, "messagingInvitation.xml", |text| drop(divan::black_box(MessagingInvitation::from_xml(text))));
}

#[divan::bench]
fn xml_decode_roxmltree(bencher: Bencher<'_, '_>) {
    over(bencher, "messagingInvitation.xml", |text| drop(divan::black_box(roxmltree::Document::parse(text))));
}

#[divan::bench]
fn json_encode(bencher: Bencher<'_, '_>) {
    let invitation = MessagingInvitation::from_json(fixture("messagingInvitation.json")).unwrap_or_default();
    bencher.bench(|| divan::black_box(&invitation).to_json());
}

#[divan::bench]
fn xml_encode(bencher: Bencher<'_, '_>) {
    let invitation = MessagingInvitation::from_json(fixture("messagingInvitation.json")).unwrap_or_default();
    bencher.bench(|| divan::black_box(&invitation).to_xml());
}

/// A message with that many unknown links: the cost of each must not grow with their number.
#[divan::bench(args = [100, 1_000, 10_000])]
fn json_unknown_links(bencher: Bencher<'_, '_>, count: usize) {
    let links: Vec<String> = (0..count).map(|index| format!(r#""l{index}":{{"href":"/x"}}"#)).collect();
    let text = format!(r#"{{"rel":"message","_links":{{{}}}}}"#, links.join(","));
    bencher.counter(divan::counter::ItemsCount::new(count)).bench(|| {
        let message = ucwa_model::communication::Message::from_json(&text).unwrap_or_default();
        divan::black_box(message.to_json())
    });
}
