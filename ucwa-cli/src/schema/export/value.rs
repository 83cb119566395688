//! What single values are, as patterns that the schema languages have in common.

/// Characters that no SIP URI has: controls and white space, as the members of a class. All engines have escapes of two digits, and do not
/// agree on longer ones.
const NOT_IN_SIP: &str = "\\x00-\\x20\\x7F-\\xA0\u{1680}\u{2000}-\u{200a}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}";

/// A SIP URI in XML Schema's patterns, which need no anchors. Of the controls XML can carry those that stand here.
pub(super) const SIP_URI_XML: &str =
    "[sS][iI][pP][sS]?:[^\u{9}\u{a}\u{d}\u{20}\u{7f}-\u{a0}\u{1680}\u{2000}-\u{200a}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}]+";

/// The offset of a date from UTC, in JSON and in XML.
const JSON_OFFSET: &str = "[+\\-]([01][0-9]|2[0-3])[0-5][0-9]";
const XML_OFFSET: &str = "Z|[+\\-]([01][0-9]|2[0-3]):[0-5][0-9]";

/// The milliseconds from 1970 to the end of the year 9999, and back to the beginning of the year -9999; and those of a day, by which an
/// offset may bring a date back into these years.
const AFTER: u64 = 253_402_300_799_999;
const BEFORE: u64 = 377_705_116_800_000;
const DAY: u64 = 86_400_000;

/// A date in JSON.
pub(super) fn date_json() -> String {
    let (after, before) = (up_to(AFTER + DAY), up_to(BEFORE + DAY));
    format!("^/Date\\((0*({after})|-0*({before}))({JSON_OFFSET})?\\)/$")
}

/// The numbers from 0 to a greatest one, as alternatives: those with fewer digits, those that have a smaller digit behind the first ones of
/// the greatest, and that itself.
fn up_to(greatest: u64) -> String {
    let greatest = greatest.to_string();
    let smaller = greatest.char_indices().filter_map(|(index, digit)| {
        let (least, most) = (if index == 0 { '1' } else { '0' }, char::from_u32(u32::from(digit) - 1)?);
        let rest = greatest.len() - index - 1;
        (least <= most).then(|| format!("{}[{least}-{most}][0-9]{{{rest}}}", &greatest[..index]))
    });
    let smaller: Vec<_> = smaller.collect();
    format!("[0-9]{{1,{}}}|{}|{greatest}", greatest.len() - 1, smaller.join("|"))
}

/// A day of the calendar, which has leap years.
fn day() -> String {
    let of_31 = "(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])";
    let of_30 = "(0[469]|11)-(0[1-9]|[12][0-9]|30)";
    let of_28 = "02-(0[1-9]|1[0-9]|2[0-8])";
    let leap_year = "([0-9][0-9](0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)";
    format!("([0-9]{{4}}-({of_31}|{of_30}|{of_28})|{leap_year}-02-29)")
}

/// A date in XML, beside [`NO_DATE_XML`].
pub(super) fn date_xml() -> String {
    let time = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]";
    format!("-?{}T{time}(\\.[0-9]{{1,9}})?({XML_OFFSET})", day())
}

/// There is no year before the year 0 but the year -1.
pub(super) const NO_DATE_XML: &str = "-0000.*";

/// What has white space at one of its ends.
pub(super) const WITH_SPACE_XML: &str = "\\s[\\s\\S]*|[\\s\\S]*\\s";

/// A SIP URI in JSON Schema's patterns.
pub(super) fn sip_uri_json() -> String {
    format!("^[sS][iI][pP][sS]?:[^{NOT_IN_SIP}]+$")
}

/// An integer in XML as it goes out again: no sign before a positive one, no leading zeros.
pub(super) const INTEGER_XML: &str = "0|-?[1-9][0-9]*";

#[cfg(test)]
mod tests {
    use super::up_to;

    #[test]
    fn numbers_up_to_one() {
        assert_eq!(up_to(1204), "[0-9]{1,3}|1[0-1][0-9]{2}|120[0-3][0-9]{0}|1204");
        assert_eq!(up_to(253), "[0-9]{1,2}|[1-1][0-9]{2}|2[0-4][0-9]{1}|25[0-2][0-9]{0}|253");
    }
}
