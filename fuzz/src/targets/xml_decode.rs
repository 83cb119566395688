//! XML of any kind: it comes to an end, and what was read can be looked at.

use ucwa_model::Format;

pub fn run(data: &[u8]) {
    super::json_decode::decode(Format::Xml, data);
}
