//! Low limits: what exceeds one is not read, wherever it stands, and is not written.

use ucwa_model::{Decoded, Decoder, Document, Encoder, Format, Limits};

use super::{
    independent::{Dice, Markup, Tree},
    messages::decode,
};

pub fn run(data: &[u8]) {
    let mut dice = Dice::of(data);
    let limits = Limits::default()
        .with_text(32 + dice.below(60)) // a date is read at once, and never longer
        .with_depth(1 + dice.below(8))
        .with_members(1 + dice.below(8))
        .with_items(1 + dice.below(4))
        .with_attributes(1 + dice.below(6))
        .with_declarations(dice.below(4))
        .with_events(dice.below(4))
        .with_violations(dice.below(3));
    let [text, depth, members, items, attributes] = [limits.text, limits.depth, limits.members, limits.items, limits.attributes];
    for format in [Format::Json, Format::Xml] {
        let Some(document) = decode(format, data) else { continue };
        for format in [Format::Json, Format::Xml] {
            let Ok(text) = Encoder::new(format).with_limits(limits).allow_incomplete().encode(&document) else { continue };
            let again = Decoder::new(format).lenient().with_limits(limits).decode::<Document>(text.as_bytes());
            assert!(again.is_ok(), "{:?}: written within {limits:?}, but not read: {text}", again.err());
        }
    }
    if let Some(tree) = Tree::parse(data)
        && accepts(Format::Json, limits, data)
    {
        let found = tree.measure();
        assert!(fits(found, [text, depth, members, items]), "{found:?} is more than {limits:?}");
    }
    if let Ok(markup) = Markup::parse(data)
        && accepts(Format::Xml, limits, data)
    {
        let found = markup.measure();
        // a text is no level of nesting, nor is an element that stands in one; senders and events are items beside members
        let most = [text, depth + 2, members, members + items, attributes];
        assert!(fits(found, most), "{found:?} is more than {limits:?}");
    }
}

fn fits<const N: usize>(found: [usize; N], limits: [usize; N]) -> bool {
    found.iter().zip(limits).all(|(found, limit)| *found <= limit)
}

fn accepts(format: Format, limits: Limits, data: &[u8]) -> bool {
    let decoded = Decoder::new(format).lenient().with_limits(limits).report_unknown().decode::<Document>(data);
    if let Ok(Decoded { report, .. }) = &decoded {
        assert!(report.deviations.len() <= limits.violations && report.unknown.len() <= limits.violations);
    }
    let short = limits.with_bytes(data.len().saturating_sub(1));
    assert!(data.is_empty() || Decoder::new(format).with_limits(short).decode::<Document>(data).is_err());
    decoded.is_ok()
}
