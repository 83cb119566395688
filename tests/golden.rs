//! The golden expansions: `ucwa-derive` compares them with what it expands to, and this compiles and uses them.

#![deny(warnings, clippy::all, missing_docs)]
#![allow(
    clippy::box_default,
    clippy::type_complexity,
    clippy::use_self,
    clippy::unwrap_used,
    reason = "rustc takes it for written by hand; a test may stop"
)]

use ucwa_model::{Codec, DataLink, Enumeration, Extra, Link, OperationId, Text, UnrecognizedValue};

include!("golden/schema.rs");
include!("golden/codec.rs");
include!("golden/enumeration.rs");

/// The struct whose derive `golden/codec.rs` is.
#[derive(Debug, Default)]
struct Folio {
    inner: Vec<Self>,
    page_links: Vec<Link>,
    title: Option<Text>,
    extra: Extra,
}

/// The enum whose derive `golden/enumeration.rs` is.
#[derive(Debug, PartialEq)]
enum Shade {
    Light,
    Dark,
    Other(UnrecognizedValue),
}

#[test]
fn golden_types_work() {
    let mut sketch =
        demo::Sketch { background: Some("black".into()), type_: Some(vec!["plan".into()]), ..demo::Sketch::default() };
    sketch.layer.push(demo::Sketch::default());
    assert_eq!(
        sketch.to_json().unwrap(),
        r#"{"rel":"sketch","background":"black","type":["plan"],"_embedded":{"layer":[{"rel":"sketch"}]}}"#
    );
    assert_eq!(demo::Sketch::from_xml(sketch.to_xml().unwrap()).unwrap(), sketch);
    assert_eq!(enumerations::Colour::from("black"), enumerations::Colour::Black);
    assert_eq!(AREAS.iter().map(|area| area.len()).collect::<Vec<_>>(), [2]);
    assert_eq!(enumerations::ENUMERATIONS.len(), 1);

    let [get, _] = demo::DEFINITIONS[0].operations else { unreachable!() };
    let codes: Vec<_> = get.errors.iter().map(|error| (error.status, error.code)).collect();
    assert_eq!(codes, [(404, "NotFound"), (409, "Conflict"), (410, "Gone")]);
}

#[test]
fn golden_any_resource_works() {
    let any = RELS.iter().map(|(rel, new)| (*rel, new()));
    for (rel, mut resource) in any {
        assert_eq!((rel, resource.record().shape().rel), ("sketch", "sketch"));
        assert_eq!(resource.record_mut().shape().name, "sketch");
    }
    let sketch = AnyResource::from(demo::Sketch::default());
    assert_eq!(sketch.clone(), sketch);
    assert_ne!(AnyResource::from(ucwa_model::Resource::default()), sketch);
    assert_eq!(ucwa_model::Resource::try_from(sketch.clone()), Err(sketch.clone()));
    assert_eq!(demo::Sketch::try_from(sketch), Ok(demo::Sketch::default()));
}

#[test]
fn golden_input_has_a_constructor() {
    let start = demo::StartSketch::new(OperationId::try_from("7").unwrap())
        .with_tags(["plan".into(), "draft".into()])
        .with_preview(DataLink::base64("image/png", b"\x89PNG"));
    assert_eq!(
        start.to_json().unwrap(),
        r#"{"operationId":"7","tags":["plan","draft"],"_links":{"preview":{"href":"data:image/png;base64,iVBORw=="}}}"#
    );
}

#[test]
fn golden_derives_work() {
    let json = r#"{"rel":"folio","title":"A","_links":{"page":[{"href":"/1"}]},"_embedded":{"inner":[{"rel":"folio"}]}}"#;
    assert_eq!(Folio::from_json(json).unwrap().to_json().unwrap(), json);
    assert_eq!(Shade::from("dark"), Shade::Dark);
    assert_eq!(Shade::from("Light").as_str(), "Light");
    assert!(matches!(Shade::from("grey"), Shade::Other(_)));
}
