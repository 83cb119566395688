//! Hostile inputs: what each is, and what a decoder makes of it.

#![allow(dead_code, unreachable_pub, reason = "each user takes what it needs")]

use ucwa_model::{Decoded, Decoder, Document, Events, Format};

/// One input.
pub struct Input {
    pub name: &'static str,
    pub format: Format,
    pub bytes: Vec<u8>,
}

/// What it comes to, in a few words.
pub fn outcome(input: &Input) -> String {
    let decoder = Decoder::new(input.format).lenient().report_unknown().check_data();
    let document = match decoder.decode::<Document>(&input.bytes) {
        Ok(Decoded { report, .. }) => {
            let listed = report.deviations.len() + report.unknown.len();
            format!("read, {listed} findings and {} more", report.omitted)
        }
        Err(error) => format!("{}: {error}", error.code()),
    };
    let events = Events::recover(&decoder, &input.bytes);
    let broken = events.events.broken().count();
    let fault = events.fault.map_or("no fault", |fault| fault.code().as_str());
    format!("{document}; events: {} whole, {broken} broken, {fault}", events.events.iter().count() - broken)
}

const HEAD: &str = "<resource xmlns=\"http://schemas.microsoft.com/rtc/2012/03/ucwa\">";
const EVENTS: &str = "<events xmlns=\"http://schemas.microsoft.com/rtc/2012/03/ucwa\"><sender rel=\"a\" href=\"b\">";
const SENDER: &str = "{\"sender\":[{\"rel\":\"a\",\"href\":\"b\",\"events\":[";
const MIB: usize = 1 << 20;

fn numbered(count: usize, one: impl Fn(usize) -> String, between: &str) -> String {
    (0..count).map(one).collect::<Vec<_>>().join(between)
}

/// All of them, with a million, or another number, of what there is many of.
pub fn inputs(million: usize) -> Vec<Input> {
    let mib = if million < 1_000_000 { million } else { MIB };
    let mut all = json(million, mib);
    all.extend(json_events(million));
    all.extend(xml(million, mib));
    all.extend(xml_events(million));
    all
}

fn of(format: Format, rows: Vec<(&'static str, String)>) -> Vec<Input> {
    rows.into_iter().map(|(name, text)| Input { name, format, bytes: text.into_bytes() }).collect()
}

fn json(million: usize, mib: usize) -> Vec<Input> {
    let tenth = million / 10;
    let guess = |levels: usize| "{\"_embedded\":{\"message\":".repeat(levels) + "{}" + &"},\"rel\":\"x\"}".repeat(levels);
    let mut rows = of(
        Format::Json,
        vec![
            ("10 MB of [", "[".repeat(10 * million)),
            ("10 MB of [ in a member", "{\"x\":".to_owned() + &"[".repeat(10 * million)),
            ("10 MB of {\"a\":", "{\"a\":".repeat(2 * million)),
            ("2^20 members", format!("{{{}}}", numbered(mib, |index| format!("\"m{index}\":1"), ","))),
            ("65,536 members", format!("{{{}}}", numbered(65_536.min(million), |index| format!("\"m{index}\":1"), ","))),
            (
                "one member 60,000 times",
                format!("{{\"rel\":\"me\",{}}}", numbered(60_000.min(million), |_| "\"name\":\"x\"".to_owned(), ",")),
            ),
            (
                "60,000 links",
                format!(
                    "{{\"_links\":{{{}}}}}",
                    numbered(60_000.min(million), |index| format!("\"l{index}\":{{\"href\":\"/\"}}"), ",")
                ),
            ),
            (
                "one link 60,000 times",
                format!("{{\"_links\":{{{}}}}}", numbered(60_000.min(million), |_| "\"l\":{\"href\":\"/\"}".to_owned(), ",")),
            ),
            (
                "60,000 embedded",
                format!("{{\"_embedded\":{{{}}}}}", numbered(60_000.min(million), |index| format!("\"r{index}\":{{}}"), ",")),
            ),
            (
                "60,000 known embedded",
                format!("{{\"_embedded\":{{{}}}}}", numbered(60_000.min(million), |_| "\"me\":{}".to_owned(), ",")),
            ),
            ("a list of 2^20", format!("{{\"x\":[{}]}}", numbered(mib, |_| "1".to_owned(), ","))),
            ("a list of 2^20 and one", format!("{{\"x\":[{}]}}", numbered(mib + 1, |_| "1".to_owned(), ","))),
            ("a list of 2^20 empty objects", format!("{{\"x\":[{}]}}", numbered(mib, |_| "{}".to_owned(), ","))),
            (
                "a list of 2^20 empty resources",
                format!("{{\"_embedded\":{{\"x\":[{}]}}}}", numbered(mib, |_| "{}".to_owned(), ",")),
            ),
            (
                "a list of 2^18 empty known resources",
                format!("{{\"_embedded\":{{\"me\":[{}]}}}}", numbered(mib / 4, |_| "{}".to_owned(), ",")),
            ),
            ("a 1 MiB text", format!("{{\"x\":\"{}\"}}", "x".repeat(mib))),
            ("a 17 MiB text", format!("{{\"x\":\"{}\"}}", "x".repeat(17 * mib))),
            ("a 1 MiB name", format!("{{\"{}\":1}}", "x".repeat(mib))),
            ("a 1 MiB name in strict places", format!("{{\"{}\":{{\"rel\":5,\"_links\":5}}}}", "x".repeat(mib))),
            ("a 1 MB number", format!("{{\"x\":{}}}", "9".repeat(million))),
            ("a 1 MB exponent", format!("{{\"x\":1e{}}}", "9".repeat(million))),
            ("a 1 MB known number", format!("{{\"rel\":\"phone\",\"x\":1,\"pages\":{}}}", "9".repeat(million))),
            ("1 MB of escapes", format!("{{\"x\":\"{}\"}}", "\\u0041".repeat(million / 6))),
            ("1 MB of surrogate pairs", format!("{{\"x\":\"{}\"}}", "\\ud83d\\ude00".repeat(million / 12))),
            ("1 MB of backslashes, without an end", format!("{{\"x\":\"{}", "\\\\".repeat(million / 2))),
            ("1 MB of quotes", "{".to_owned() + &"\"".repeat(million)),
            ("1 MB of white space", " ".repeat(million) + "{}"),
            ("1 MB of raw control characters", format!("{{\"x\":\"{}\"}}", "\u{1}".repeat(million))),
            (
                "60,000 raw control characters, each in a text",
                format!("{{{}}}", numbered(60_000.min(million), |index| format!("\"m{index}\":\"\u{1}\""), ",")),
            ),
            (
                "60,000 misfits",
                format!("{{\"rel\":\"participant\",{}}}", numbered(60_000.min(million), |_| "\"local\":5".to_owned(), ",")),
            ),
            (
                "links of no links",
                format!("{{\"_links\":{{{}}}}}", numbered(60_000.min(million), |index| format!("\"l{index}\":5"), ",")),
            ),
            (
                "a data URL of 1 MB",
                format!(
                    "{{\"rel\":\"message\",\"_links\":{{\"plainMessage\":{{\"href\":\"data:,{}\"}}}}}}",
                    "+%41".repeat(tenth * 10 / 4)
                ),
            ),
            (
                "a base64 data URL of 1 MB",
                format!(
                    "{{\"rel\":\"message\",\"_links\":{{\"plainMessage\":{{\"href\":\"data:;base64,{}\"}}}}}}",
                    "QUJD".repeat(tenth * 10 / 4)
                ),
            ),
            ("guessed types, 8 levels", guess(8)),
            ("guessed types, 14 levels", guess(14)),
            (
                "a rel at the end of 60 levels",
                "{\"_embedded\":{\"x\":".repeat(30) + "{}" + &",\"y\":{}},\"rel\":\"x\"}".repeat(30),
            ),
            ("alternating brackets", "{\"x\":".to_owned() + &"[{\"x\":".repeat(million / 6)),
            ("closing brackets", "]".repeat(million)),
            ("commas", format!("[{}]", ",".repeat(million))),
        ],
    );
    rows.push(Input { name: "1 MB of bytes 0xFF", format: Format::Json, bytes: vec![0xff; million] });
    rows.push(Input { name: "1 MB of zeros", format: Format::Json, bytes: vec![0; million] });
    rows
}

fn json_events(million: usize) -> Vec<Input> {
    let (tenth, event) = (million / 10, |inside: &str, count: usize| SENDER.to_owned() + &inside.repeat(count));
    of(
        Format::Json,
        vec![
            ("100,000 empty events", event("{},", tenth) + "{}]}]}"),
            ("100,000 broken events", event("{\"type\":x},", tenth) + "{}]}]}"),
            ("100,000 events that are lists", event("[],", tenth) + "[]]}]}"),
            ("lists without an end, events in them", event("[{\"type\":\"a\"},", tenth)),
            ("objects without an end", event("{\"type\":\"a\",", tenth)),
            ("objects in objects, without an end", event("{\"link\":{\"x\":", tenth)),
            ("texts without an end", event("{\"type\":\"a},", tenth)),
            ("faults before long events", event("{\"x\":1}!{\"a\":\"b\",\"c\":[1,2,3,", tenth)),
            ("100,000 senders", format!("{{\"sender\":[{}]}}", numbered(tenth, |_| "{\"events\":[{}]}".to_owned(), ","))),
            ("a sender that comes again and again", format!("{{\"sender\":[{}]}}", "{\"rel\":\"a\",\"events\":[".repeat(tenth))),
            (
                "events with 1,000 raw control characters each",
                event(&format!("{{\"type\":\"{}\"}},", "\u{1}".repeat(1000)), million / 1000) + "{}]}]}",
            ),
        ],
    )
}

fn xml(million: usize, mib: usize) -> Vec<Input> {
    let tenth = million / 10;
    let head = |inside: String| format!("{HEAD}{inside}</resource>");
    let laughs: String =
        (1..10).map(|level| format!("<!ENTITY l{level} \"{}\">", format!("&l{};", level - 1).repeat(10))).collect();
    let attributes = |count: usize| numbered(count, |index| format!(" a{index}=\"\""), "");
    let guess = |levels: usize| {
        let inner = "<resource rel=\"message\" href=\"a\">".repeat(levels)
            + &"<property name=\"rel\">x</property></resource>".repeat(levels);
        head(inner)
    };
    let declarations: String = (0..60).map(|index| format!(" xmlns:a{index}=\"b\"")).collect();
    let deep = format!("<x{declarations}>").repeat(60);
    of(
        Format::Xml,
        vec![
            ("a billion laughs", format!("<!DOCTYPE x [<!ENTITY l0 \"ha\">{laughs}]>{HEAD}&l9;</resource>")),
            ("an external entity", format!("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>{HEAD}&e;</resource>")),
            (
                "quadratic entities",
                format!("<!DOCTYPE x [<!ENTITY e \"{}\">]>{HEAD}{}</resource>", "x".repeat(tenth), "&e;".repeat(tenth)),
            ),
            ("an unknown entity 100,000 times", head("&e;".repeat(tenth))),
            ("a 1 MiB attribute", head(format!("<link rel=\"x\" href=\"{}\"/>", "x".repeat(mib)))),
            ("a 17 MiB attribute", head(format!("<link rel=\"x\" href=\"{}\"/>", "x".repeat(17 * mib)))),
            ("a 1 MB attribute of references", head(format!("<link rel=\"x\" href=\"{}\"/>", "&#65;".repeat(million / 5)))),
            ("a 1 MB attribute of line ends", head(format!("<link rel=\"x\" href=\"{}\"/>", "\r\n".repeat(million / 2)))),
            ("an attribute without an end", format!("{HEAD}<link rel=\"{}", "x".repeat(million))),
            ("100,000 attributes", head(format!("<link{}/>", attributes(tenth)))),
            ("64 attributes, 10,000 times", head(format!("<x{}/>", attributes(64)).repeat(million / 100))),
            ("100,000 declarations", format!("<x{}/>", numbered(tenth, |index| format!(" xmlns:a{index}=\"b\""), ""))),
            ("3,600 declarations in force, 100,000 elements", head(deep.clone() + &"<y/>".repeat(tenth) + &"</x>".repeat(60))),
            (
                "3,600 declarations in force, 100,000 elements with the first",
                head(deep + &"<a0:y/>".repeat(tenth) + &"</x>".repeat(60)),
            ),
            ("1,000,000 nested elements", HEAD.to_owned() + &"<x>".repeat(million)),
            ("1,000,000 nested resources", HEAD.to_owned() + &"<resource rel=\"x\">".repeat(million)),
            ("1,000,000 children", head("<x/>".repeat(million))),
            ("60,000 children", head("<x/>".repeat(60_000.min(million)))),
            ("60,000 links", head(numbered(60_000.min(million), |index| format!("<link rel=\"l{index}\" href=\"/\"/>"), ""))),
            ("60,000 resources", head("<resource rel=\"x\"/>".repeat(60_000.min(million)))),
            ("60,000 known resources", head("<resource rel=\"me\"/>".repeat(60_000.min(million)))),
            ("60,000 properties", head("<property name=\"x\"/>".repeat(60_000.min(million)))),
            ("a list of 2^20 and one", head(format!("<propertyList name=\"x\">{}</propertyList>", "<item/>".repeat(mib + 1)))),
            ("a 1 MB text of references", head(format!("<property name=\"x\">{}</property>", "&#x41;".repeat(million / 6)))),
            ("a 1 MB text of CDATA", head(format!("<property name=\"x\">{}</property>", "<![CDATA[x]]>".repeat(million / 13)))),
            ("a 1 MB text of comments", head(format!("<property name=\"x\">{}</property>", "x<!---->".repeat(million / 8)))),
            ("a 1 MB text of instructions", head(format!("<property name=\"x\">{}</property>", "x<?y?>".repeat(million / 6)))),
            ("a 1 MB text of line ends", head(format!("<property name=\"x\">{}</property>", "\r\n".repeat(million / 2)))),
            ("a 1 MB comment", head(format!("<!--{}-->", "x".repeat(million)))),
            ("a comment without an end", format!("{HEAD}<!--{}", "x".repeat(million))),
            ("a 1 MB name", head(format!("<{}/>", "x".repeat(million)))),
            ("a reference of 1 MB", head(format!("&#{};", "0".repeat(million)))),
            ("100,000 references without an end", head("&#0".repeat(tenth))),
            ("angle brackets", "<".repeat(million)),
            ("end tags", HEAD.to_owned() + &"</x>".repeat(million / 4)),
            ("stray texts", head("x<property name=\"y\"/>".repeat(60_000.min(million)))),
            ("guessed types, 8 levels", guess(8)),
            ("guessed types, 14 levels", guess(14)),
            (
                "a 1 MB literal",
                head(format!(
                    "<property xmlns:u=\"urn:ucwa-model:markup\" u:literal=\"json\" name=\"x\">{}</property>",
                    "[".repeat(million)
                )),
            ),
        ],
    )
}

fn xml_events(million: usize) -> Vec<Input> {
    let tenth = million / 10;
    let event = |one: &str, bytes: usize| EVENTS.to_owned() + &one.repeat(bytes / one.len());
    of(
        Format::Xml,
        vec![
            ("100,000 events", event("<added/>", 8 * tenth) + "</sender></events>"),
            ("100,000 broken events", event("<added a/>", million) + "</sender></events>"),
            ("events without an end", event("<added>", million / 5)),
            ("events without an end, with members", event("<added><x/>", million / 5)),
            ("CDATA without an end", event("<added><![CDATA[", million)),
            ("instructions without an end", event("<added><?x ", million)),
            ("comments without an end", event("<added><!-- - ", million)),
            ("attributes without an end", event("<added a=\"", million)),
            ("end tags with long white space", event(&format!("<added></added{}", " ".repeat(1000)), million)),
            ("end tags of others", event("<added></deleted>", million)),
            ("senders in senders", EVENTS.to_owned() + &"<sender>".repeat(tenth)),
        ],
    )
}
