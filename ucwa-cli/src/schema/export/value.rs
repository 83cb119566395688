//! What single values are, as patterns that the schema languages have in common.

/// Characters that no SIP URI has: controls and white space, as the members of a class.
pub(super) const NOT_IN_SIP: &str = "\\u0000-\\u0020\\u007F-\\u00A0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000";

/// A SIP URI in XML Schema's patterns, which need no anchors. Of the controls XML can carry those that stand here.
pub(super) const SIP_URI_XML: &str =
    "[sS][iI][pP][sS]?:[^\u{9}\u{a}\u{d}\u{20}\u{7f}-\u{a0}\u{1680}\u{2000}-\u{200a}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}]+";

/// The offset of a date from UTC, in JSON and in XML.
const JSON_OFFSET: &str = "[+\\-]([01][0-9]|2[0-3])[0-5][0-9]";
const XML_OFFSET: &str = "Z|[+\\-]([01][0-9]|2[0-3]):[0-5][0-9]";

/// A date in JSON.
pub(super) fn date_json() -> String {
    format!("^/Date\\(-?[0-9]+({JSON_OFFSET})?\\)/{END}")
}

/// A date in XML. Which days a month has is left out.
pub(super) fn date_xml() -> String {
    let (day, time) = ("[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])", "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]");
    format!("-?{day}T{time}(\\.[0-9]{{1,9}})?({XML_OFFSET})")
}

/// A SIP URI in JSON Schema's patterns.
pub(super) fn sip_uri_json() -> String {
    format!("^[sS][iI][pP][sS]?:[^{NOT_IN_SIP}]+{END}")
}

/// The end of a text in JSON Schema's patterns. Some engines take `$` for the end of the last line.
pub(super) const END: &str = "$(?!\\n)";

/// An integer in XML as it goes out again: no sign before a positive one, no leading zeros.
pub(super) const INTEGER_XML: &str = "0|-?[1-9][0-9]*";
