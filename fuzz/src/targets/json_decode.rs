//! JSON of any kind: it comes to an end, and what was read can be looked at.

use ucwa_model::{
    Codec, Decoded, Decoder, Document, Format,
    communication::{MessagingInvitation, StartMessaging2},
};

use super::messages::encode;

pub fn run(data: &[u8]) {
    decode(Format::Json, data);
}

pub(super) fn decode(format: Format, data: &[u8]) {
    for decoder in [Decoder::new(format).strict(), Decoder::new(format).lenient().report_unknown().check_data()] {
        if let Ok(Decoded { value: document, report, .. }) = decoder.decode::<Document>(data) {
            let _ = encode(Format::Json, &document);
            let _ = encode(Format::Xml, &document);
            assert!(document.clone() == document, "a value is equal to its copy");
            assert!(report.deviations.iter().all(|deviation| deviation.place.is_some_and(|place| place.offset <= data.len())));
        }
        // the short ways are only taken for known types
        let _ = decoder.decode::<StartMessaging2>(data);
        if let Ok(decoded) = decoder.decode::<MessagingInvitation>(data) {
            let _ = decoded.value.validate();
        }
    }
}
