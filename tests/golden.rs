//! The golden expansions: `ucwa-derive` compares them with what it expands to, and this compiles and uses them.

#![deny(warnings, clippy::all, missing_docs)]
#![allow(clippy::use_self, clippy::unwrap_used, reason = "rustc takes it for written by hand; a test may stop")]

use ucwa_model::{Codec, DataLink, OperationId};

/// Enumerations of the golden schema.
pub mod enumerations {
    include!("golden/enumerations.rs");
}

/// Resources of the golden schema.
pub mod demo {
    include!("golden/demo.rs");
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
    assert_eq!(demo::DEFINITIONS.len(), 2);
    assert_eq!(enumerations::ENUMERATIONS.len(), 1);
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
