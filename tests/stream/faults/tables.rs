//! The faults.

use ucwa_model::Format;

use super::{Cost, Part};

/// A fault: its name, what is looked for in a part of the text, the last one of it, and what stands there then.
pub(super) type Fault = (&'static str, &'static str, &'static str);

/// What is damaged, and how.
pub(super) const TABLES: &[(Format, Part, &[Fault])] = &[
    (Format::Json, Part::Event, JSON),
    (Format::Json, Part::Two, JSON),
    (Format::Json, Part::Between, JSON_BETWEEN),
    (Format::Json, Part::Header, JSON_HEADER),
    (Format::Json, Part::Tail, JSON_TAIL),
    (Format::Xml, Part::Event, XML),
    (Format::Xml, Part::Two, XML),
    (Format::Xml, Part::Between, XML_BETWEEN),
    (Format::Xml, Part::Header, XML_HEADER),
    (Format::Xml, Part::Tail, XML_TAIL),
];

/// What costs more than the event in which it stands, and is told of more than once.
pub(super) const DEAR: &[(Format, Part, &str, Cost)] = &[
    // a text that has lost its end, or an event, goes on behind the anchor of the next event
    (Format::Json, Part::Event, "missing quote after the last value", Cost { others: 1, new: 0, told: 1 }),
    (Format::Json, Part::Event, "escaped quote after the last value", Cost { others: 1, new: 0, told: 1 }),
    (Format::Json, Part::Event, "missing braces at the end", Cost { others: 1, new: 0, told: 1 }),
    (Format::Json, Part::Header, "missing quote of the last name", Cost { others: 1, new: 0, told: 1 }),
    // an event that ends early is well-formed; the name that follows stands in place of the next one
    (Format::Json, Part::Event, "extra brace inside", Cost { others: 0, new: 1, told: 2 }),
    (Format::Json, Part::Event, "missing brace at the begin", Cost { others: 0, new: 0, told: 2 }),
    (Format::Json, Part::Header, "missing brace", Cost { others: 0, new: 0, told: 2 }),
    // the first event is the value of a member, the others are well-formed in a list in place of an event
    (Format::Json, Part::Header, "missing bracket", Cost { others: 1, new: 0, told: 1 }),
    (Format::Json, Part::Header, "extra bracket", Cost { others: ALL, new: 0, told: 2 }),
    (Format::Json, Part::Between, "extra bracket", Cost { others: ALL, new: 0, told: 2 }),
    // the next sender is well-formed in place of an event, or inside another element
    (Format::Json, Part::Tail, "missing bracket and brace", Cost { others: ALL, new: 1, told: 1 }),
    // an event that does not end is known to be broken where its sender ends: the events behind it may be what it holds
    (Format::Xml, Part::Event, "no slash in the end tag", Cost { others: ALL, new: 0, told: 1 }),
    (Format::Xml, Part::Header, "another name", Cost { others: ALL, new: 0, told: 1 }),
];

/// The events of a sender, as many as the load has.
const ALL: usize = 5;

const JSON: &[Fault] = &[
    ("missing quote before a value", "\"rel\":\"", "\"rel\":"),
    ("missing quote of a name", "\"href\":", "\"href:"),
    ("missing quote after the last value", "\"}", "}"),
    ("missing brace inside", "},\"", ",\""),
    ("missing brace at the end", "\"}", "\""),
    ("extra brace inside", ",\"type\"", "},\"type\""),
    ("extra brace at the end", "\"}", "\"}}"),
    ("another bracket", "\"}", "\"]"),
    ("extra bracket", ",\"type\"", "],\"type\""),
    ("open bracket", "\"type\":", "\"type\":["),
    ("open brace", "\"type\":", "\"type\":{"),
    ("bad escape", "\"type\":\"", "\"type\":\"\\x"),
    ("lone surrogate", "\"type\":\"", "\"type\":\"\\ud800"),
    ("bad literal", "\"type\":\"", "\"flag\":trve,\"type\":\""),
    ("bad number", "\"type\":\"", "\"count\":01,\"type\":\""),
    ("no value", "\"type\":\"", "\"none\":,\"type\":\""),
    ("no colon", "\"type\":", "\"type\""),
    ("no comma", ",\"type\"", "\"type\""),
    ("comma at the end", "\"}", "\",}"),
    ("control character", "\"type\":\"", "\"type\":\u{1}\""),
    ("invalid UTF-8", "\"type\":\"", "\"type\":\"\u{fff}"),
    ("deep nesting", "\"type\":\"", "\"deep\":@,\"type\":\""),
    ("truncated text", "\"type\":", ""),
    ("a comment", ",\"type\"", ",/* \" */\"type\""),
    ("missing brace at the begin", "{\"link\"", "\"link\""),
    ("missing quote at the begin", "{\"link\"", "{link\""),
    ("extra quote after a value", "\"}", "\"\"}"),
    ("escaped quote after the last value", "\"}", "\\\"}"),
    ("missing quote after a value", "\",\"href\"", ",\"href\""),
    ("missing braces at the end", "\"}", ""),
];

const JSON_BETWEEN: &[Fault] = &[
    ("no comma", ",", ""),
    ("two commas", ",", ",,"),
    ("another character", ",", ";"),
    ("a word", ",", ",x,"),
    ("null", ",", ",null,"),
    ("extra bracket before the comma", ",", "],"),
    ("extra bracket", ",", ",["),
    ("extra brace", ",", ",{"),
];

const JSON_HEADER: &[Fault] = &[
    ("missing quote after a value", "\",\"href\"", ",\"href\""),
    ("missing quote after the last value", "\",\"events\"", ",\"events\""),
    ("missing quote before a value", "\"rel\":\"", "\"rel\":"),
    ("missing quote of a name", "\"href\":", "\"href:"),
    ("missing quote before the last name", "\"events\"", "events\""),
    ("missing quote of the last name", "\"events\"", "\"events"),
    ("no colon", "\"rel\":", "\"rel\""),
    ("no colon before the list", "\"events\":", "\"events\""),
    ("no comma", ",\"href\"", "\"href\""),
    ("no comma before the list", ",\"events\"", "\"events\""),
    ("bad literal", "\"href\":", "\"flag\":trve,\"href\":"),
    ("bad escape", "\"rel\":\"", "\"rel\":\"\\x"),
    ("missing brace", "{\"rel\"", "\"rel\""),
    ("extra brace", "{\"rel\"", "{{\"rel\""),
    ("missing bracket", "[", ""),
    ("extra bracket", "[", "[["),
    ("another bracket", "[", "{"),
];

const JSON_TAIL: &[Fault] = &[
    ("missing bracket", "]", ""),
    ("missing brace", "}", ""),
    ("missing bracket and brace", "]}", ""),
    ("extra bracket", "]", "]]"),
    ("extra brace", "}", "}}"),
    ("another bracket", "]", "}"),
    ("another brace", "}", "]"),
    ("no comma", "},", "}"),
    ("comma after the last event", "]", ",]"),
    ("comma after the list", "]", "],"),
];

const XML: &[Fault] = &[
    ("wrong end tag", "</", "</x"),
    ("no slash in the end tag", "</", "<"),
    ("missing end tag inside", "</property>", ""),
    ("unknown entity", " href=\"", " href=\"&no;"),
    ("bare ampersand", " href=\"", " href=\"& "),
    ("duplicate attribute", " href=\"", " rel=\"x\" href=\""),
    ("undeclared prefix", " href=\"", " no:no=\"\" href=\""),
    ("missing > of a start tag", ">", ""),
    ("missing quote before a value", "rel=\"", "rel="),
    ("missing quote after a value", "\" href", " href"),
    ("no value", " href=\"", " none href=\""),
    ("raw < in a value", " href=\"", " href=\"<"),
    ("extra end tag", "</property>", "</property></property>"),
    ("control character", " href=\"", " href=\"\u{1}"),
    ("character reference to none", " href=\"", " href=\"&#0;"),
    ("invalid UTF-8", " href=\"", " href=\"\u{fff}"),
    ("deep nesting", "<property", "@<property"),
    ("comment that never ends", "<property", "<!-- <property"),
    ("CDATA that never ends", "<property", "<![CDATA[<property"),
    ("document type", "<property", "<!DOCTYPE x><property"),
    ("missing < at the begin", " rel=\"", "<rel=\""),
    ("missing quote after the last value", "\">", ">"),
    ("start tag for an end tag", "</property", "<property"),
];

const XML_BETWEEN: &[Fault] = &[
    ("stray end tag", "", "</x>"),
    ("bare <", "", "<"),
    ("bare ampersand", "", "&"),
    ("unknown entity", "", "&no;"),
    ("end of CDATA", "", "]]>"),
    ("comment that never ends", "", "<!-- "),
    ("control character", "", "\u{1}"),
    ("extra end of the sender", "", "</sender>"),
];

const XML_HEADER: &[Fault] = &[
    ("missing quote before a value", "rel=\"", "rel="),
    ("missing quote after a value", "\" href", " href"),
    ("missing quote after the last value", "\">", ">"),
    ("missing > of the start tag", ">", ""),
    ("duplicate attribute", " href=\"", " rel=\"x\" href=\""),
    ("unknown entity", " href=\"", " href=\"&no;"),
    ("bare ampersand", " href=\"", " href=\"& "),
    ("undeclared prefix", " href=\"", " no:no=\"\" href=\""),
    ("raw < in a value", " href=\"", " href=\"<"),
    ("no value", " href=\"", " none href=\""),
    ("control character", " href=\"", " href=\"\u{1}"),
    ("another name", "<sender", "<xsender"),
    ("no name", "<sender", "< "),
];

const XML_TAIL: &[Fault] = &[
    ("never closed", "</sender>", ""),
    ("wrong end tag", "</", "</x"),
    ("missing > of the end tag", ">", ""),
    ("missing < of the end tag", "<", ""),
    ("twice", "</sender>", "</sender></sender>"),
];
