//! Each limit, at it and one beyond, where the schema knows what it reads and where it does not.

use ucwa_model::{AnyResource, Code, Decoder, Document, Encoder, Entry, Events, Format, Limits, Resource, Value};

use crate::{FORMATS, UCWA};

const LOW: Limits = Limits::DEFAULT
    .with_bytes(4096)
    .with_depth(6)
    .with_members(5)
    .with_items(3)
    .with_attributes(5)
    .with_declarations(4)
    .with_events(4)
    .with_text(70)
    .with_memory(8)
    .with_violations(2);

fn outcome(format: Format, limits: Limits, text: &str) -> Result<(), Code> {
    let decoded = Decoder::new(format).lenient().with_limits(limits).decode::<Document>(text.as_bytes());
    decoded.map(|_| ()).map_err(|error| {
        assert!(error.place().is_some(), "{error}");
        error.code()
    })
}

/// Asserts that a number of them fits and one more does not.
fn edge(name: &str, format: Format, limits: Limits, limit: usize, code: Code, text: impl Fn(usize) -> String) {
    assert_eq!(outcome(format, limits, &text(limit)), Ok(()), "{name} at {limit} in {format:?}");
    assert_eq!(outcome(format, limits, &text(limit + 1)), Err(code), "{name} beyond {limit} in {format:?}");
}

fn members(count: usize) -> String {
    (0..count).map(|index| format!("\"m{index}\":1")).collect::<Vec<_>>().join(",")
}

fn items(count: usize, item: &str) -> String {
    vec![item; count].join(",")
}

fn resource(inside: &str) -> String {
    format!("<resource xmlns=\"{UCWA}\">{inside}</resource>")
}

fn check(limits: Limits) {
    let Limits { depth, members: most, items: many, attributes, declarations: declared, events: all, text, .. } = limits;
    let json = |name: &str, limit: usize, code: Code, body: &dyn Fn(usize) -> String| {
        edge(name, Format::Json, limits, limit, code, body);
    };
    let xml =
        |name: &str, limit: usize, code: Code, body: &dyn Fn(usize) -> String| edge(name, Format::Xml, limits, limit, code, body);

    json("lists", depth, Code::Depth, &|count| format!("{{\"x\":{}{}}}", "[".repeat(count - 1), "]".repeat(count - 1)));
    json("objects", depth, Code::Depth, &|count| format!("{}1{}", "{\"x\":".repeat(count), "}".repeat(count)));
    xml("resources", depth, Code::Depth, &|count| {
        let inner = "<resource rel=\"x\">".repeat(count - 1) + &"</resource>".repeat(count - 1);
        resource(&inner)
    });

    json("members of a resource", most, Code::Members, &|count| format!("{{{}}}", members(count)));
    json("members of an unknown object", most, Code::Members, &|count| format!("{{\"x\":{{{}}}}}", members(count)));
    json("members of an event", most, Code::Members, &|count| {
        format!("{{\"sender\":[{{\"events\":[{{{}}}]}}]}}", members(count))
    });
    json("links", most, Code::Members, &|count| {
        let links: Vec<_> = (0..count).map(|index| format!("\"l{index}\":{{\"href\":\"/\"}}")).collect();
        format!("{{\"_links\":{{{}}}}}", links.join(","))
    });
    json("embedded", most, Code::Members, &|count| {
        let inner: Vec<_> = (0..count).map(|index| format!("\"r{index}\":{{}}")).collect();
        format!("{{\"_embedded\":{{{}}}}}", inner.join(","))
    });
    xml("children", most, Code::Members, &|count| resource(&"<property name=\"x\">1</property>".repeat(count)));
    xml("children of an embedded resource", most, Code::Members, &|count| {
        resource(&format!("<resource rel=\"x\">{}</resource>", "<link rel=\"y\" href=\"/\"/>".repeat(count)))
    });

    xml("children of an unknown element", most, Code::Members, &|count| resource(&format!("<x>{}</x>", "<y/>".repeat(count))));
    xml("children inside an unknown element", most, Code::Members, &|count| {
        resource(&format!("<x><y/><z>{}</z></x>", "<y/>".repeat(count)))
    });
    xml("a text of an unknown element", text, Code::TextLength, &|count| resource(&format!("<x>{}</x>", "x".repeat(count))));
    json("items of an unknown list", many, Code::Items, &|count| format!("{{\"x\":[{}]}}", items(count, "1")));
    json("items of a known list", many, Code::Items, &|count| {
        format!("{{\"rel\":\"me\",\"supportedMessageFormats\":[{}]}}", items(count, "\"Plain\""))
    });
    json("links of a list", many, Code::Items, &|count| {
        format!("{{\"_links\":{{\"x\":[{}]}}}}", items(count, "{\"href\":\"/\"}"))
    });
    json("embedded in a list", many, Code::Items, &|count| format!("{{\"_embedded\":{{\"x\":[{}]}}}}", items(count, "{}")));
    json("senders", many, Code::Items, &|count| format!("{{\"sender\":[{}]}}", items(count, "{}")));
    json("events", many, Code::Items, &|count| format!("{{\"sender\":[{{\"events\":[{}]}}]}}", items(count, "{}")));
    xml("items", many, Code::Items, &|count| {
        resource(&format!("<propertyList name=\"x\">{}</propertyList>", "<item>1</item>".repeat(count)))
    });
    let events = |inside: &str| format!("<events xmlns=\"{UCWA}\">{inside}</events>");
    if many < most {
        xml("senders", many, Code::Items, &|count| events(&"<sender rel=\"a\" href=\"b\"/>".repeat(count)));
    }
    xml("events", many, Code::Items, &|count| events(&format!("<sender>{}</sender>", "<added/>".repeat(count))));

    let attribute = |count: usize| (0..count).map(|index| format!(" a{index}=\"\"")).collect::<String>();
    let declarations = |count: usize| (0..count).map(|index| format!(" xmlns:a{index}=\"b\"")).collect::<String>();
    xml("attributes of the root", attributes - 1, Code::Attributes, &|count| {
        format!("<resource xmlns=\"{UCWA}\"{}/>", attribute(count))
    });
    xml("attributes of a link", attributes - 2, Code::Attributes, &|count| {
        resource(&format!("<link rel=\"x\" href=\"/\"{}/>", attribute(count)))
    });
    xml("attributes of an unknown element", attributes, Code::Attributes, &|count| {
        resource(&format!("<x{}/>", attribute(count)))
    });
    // the root declares one, and each element inside a few
    let each = attributes.min(declared - 1).min(10);
    xml("declarations in force", declared - 1, Code::Declarations, &|count| {
        let (levels, rest) = (count / each, count % each);
        let inner = format!("<x{}/>", declarations(rest));
        let outer = (0..levels).fold(inner, |inner, _| format!("<x{}>{inner}</x>", declarations(each)));
        resource(&outer)
    });

    // of two senders, so that neither has more than a list may have
    let two = |event: &str, between: &str, before: &str, after: &str, count: usize| {
        [count / 2, count - count / 2].map(|count| format!("{before}{}{after}", vec![event; count].join(between)))
    };
    json("all events", all, Code::Events, &|count| {
        format!("{{\"sender\":[{}]}}", two("{}", ",", "{\"events\":[", "]}", count).join(","))
    });
    xml("all events", all, Code::Events, &|count| events(&two("<added/>", "", "<sender>", "</sender>", count).concat()));
    xml("properties of a sender", most, Code::Members, &|count| {
        events(&format!("<sender>{}</sender>", "<property name=\"x\">1</property>".repeat(count)))
    });

    let long = |count: usize| "x".repeat(count);
    json("a known text", text, Code::TextLength, &|count| {
        format!("{{\"rel\":\"messagingInvitation\",\"threadId\":\"{}\"}}", long(count))
    });
    json("an unknown text", text, Code::TextLength, &|count| format!("{{\"x\":[\"{}\"]}}", long(count)));
    json("a name", text, Code::TextLength, &|count| format!("{{\"{}\":1}}", long(count)));
    json("a second name", text, Code::TextLength, &|count| format!("{{\"a\":1,\"{}\":1}}", long(count)));
    json("a spaced name", text, Code::TextLength, &|count| format!("{{ \"{}\" : 1}}", long(count)));
    json("the name of a link", text, Code::TextLength, &|count| {
        format!("{{\"rel\":\"me\",\"_links\":{{\"{}\":{{\"href\":\"/\"}}}}}}", long(count))
    });
    json("a name in a link", text, Code::TextLength, &|count| {
        format!("{{\"rel\":\"me\",\"_links\":{{\"self\":{{\"href\":\"/\",\"{}\":1}}}}}}", long(count))
    });
    json("a name in a value", text, Code::TextLength, &|count| format!("{{\"x\":{{\"{}\":1}}}}", long(count)));
    json("an escaped name", text, Code::TextLength, &|count| format!("{{\"\\n{}\":1}}", long(count - 1)));
    json("an href", text, Code::TextLength, &|count| format!("{{\"_links\":{{\"x\":{{\"href\":\"{}\"}}}}}}", long(count)));
    json("a known href", text, Code::TextLength, &|count| {
        format!("{{\"rel\":\"me\",\"_links\":{{\"self\":{{\"href\":\"{}\"}}}}}}", long(count))
    });
    xml("a known text", text, Code::TextLength, &|count| {
        resource(&format!(
            "<property name=\"rel\">messagingInvitation</property><property name=\"threadId\">{}</property>",
            long(count)
        ))
    });
    xml("an unknown text", text, Code::TextLength, &|count| {
        resource(&format!("<property name=\"x\">{}</property>", long(count)))
    });
    xml("a text in pieces", text, Code::TextLength, &|count| {
        resource(&format!("<property name=\"x\">{}&amp;<![CDATA[{}]]></property>", long(count - count / 2 - 1), long(count / 2)))
    });
    xml("a name", text, Code::TextLength, &|count| resource(&format!("<property name=\"{}\">1</property>", long(count))));
    xml("an href", text, Code::TextLength, &|count| resource(&format!("<link rel=\"x\" href=\"{}\"/>", long(count))));
    xml("an element's name", text, Code::TextLength, &|count| resource(&format!("<{}/>", long(count))));
}

#[test]
fn low_limits_hold_everywhere() {
    check(LOW);
}

/// The documented values are those that hold.
#[test]
fn the_defaults_hold() {
    let Limits { bytes, depth, members, items, attributes, declarations, events, text, memory, violations, .. } = Limits::DEFAULT;
    assert_eq!((bytes, depth, members, items), (64 << 20, 64, 65_536, 1_048_576));
    assert_eq!((attributes, declarations, events, text, memory, violations), (64, 256, 1 << 20, 16 << 20, 8, 1000));
    // a million items are slow to count in a debug build
    check(Limits::default().with_items(1000).with_members(2000).with_events(1500).with_text(10_000));
    for (format, start, end) in [(Format::Json, "{\"x\":\"", "\"}"), (Format::Xml, "<resource><!--", "--></resource>")] {
        let body = |bytes: usize| format!("{start}{}{end}", " ".repeat(bytes - start.len() - end.len()));
        let limits = Limits::default().with_bytes(1 << 20);
        edge("bytes", format, limits, limits.bytes, Code::Bytes, body);
    }
}

/// A message says its type behind what only these limits allow.
#[test]
fn reading_ahead_has_the_same_limits() {
    let limits = Limits::default().with_text(32 << 20);
    let text = "x".repeat(17 << 20);
    for format in FORMATS {
        let message = match format {
            Format::Json => format!("{{\"a\":\"{text}\",\"rel\":\"message\"}}"),
            Format::Xml => resource(&format!("<property name=\"a\">{text}</property><property name=\"rel\">message</property>")),
        };
        let document = Decoder::new(format).with_limits(limits).decode::<Document>(message.as_bytes()).unwrap().value;
        assert!(matches!(document, Document::Resource(AnyResource::Message(_))), "{format:?}");
    }
}

#[test]
fn violations_are_listed_up_to_the_limit() {
    let json = format!("{{\"rel\":\"participant\",{}}}", (0..8).map(|_| "\"local\":5").collect::<Vec<_>>().join(","));
    let xml = resource(
        &("<property name=\"rel\">participant</property>".to_owned() + &"<property name=\"local\">5</property>".repeat(8)),
    );
    for (format, text) in [(Format::Json, json), (Format::Xml, xml)] {
        let limits = Limits::default().with_violations(3);
        let report = Decoder::new(format).with_limits(limits).decode::<Document>(text.as_bytes()).unwrap().report;
        assert_eq!((report.deviations.len(), report.omitted), (3, 5), "{format:?}");
    }
}

/// What is small in bytes and large in memory: nothing made many times over.
#[test]
fn memory_is_in_proportion() {
    let messages = [
        (Format::Json, format!("{{\"x\":[{}]}}", items(200_000, "1"))),
        (Format::Json, format!("{{\"_embedded\":{{\"me\":[{}]}}}}", items(50_000, "{}"))),
        (Format::Json, format!("{{\"_embedded\":{{\"me\":[{}]}}}}", items(50_000, "{\"rel\":\"me\"}"))),
        (Format::Json, format!("{{\"sender\":[{{\"rel\":\"a\",\"href\":\"b\",\"events\":[{}]}}]}}", items(100_000, "{}"))),
        (Format::Json, format!("{{\"sender\":[{}]}}", items(100_000, "{\"events\":[{}]}"))),
        (Format::Xml, resource(&"<resource rel=\"me\"/>".repeat(50_000))),
        (Format::Xml, format!("<events xmlns=\"{UCWA}\"><sender>{}</sender></events>", "<added/>".repeat(100_000))),
    ];
    for (format, text) in messages {
        let name: String = text.chars().take(120).collect();
        assert_eq!(outcome(format, Limits::default(), &text), Err(Code::Memory), "{name}");
        let any = Limits::default().with_memory(usize::MAX);
        assert_eq!(outcome(format, any, &text), Ok(()), "{name}");
        // what is handed out at once takes no more than one
        if text.contains("events") && !text.contains("events\":[{}]}") {
            let rest = Events::visit(&Decoder::new(format), text.as_bytes(), |_, _| ());
            assert_eq!(rest.fault, None, "{name}");
        }
    }
}

/// Asserts that what was read without limits is written within them, or refused.
fn outgoing(format: Format, limits: Limits, text: &str) -> Result<(), Code> {
    let none = Limits::default().with_depth(64);
    let decoder = Decoder::new(format).lenient().with_limits(none);
    let document = decoder.decode::<Document>(text.as_bytes()).unwrap().value;
    Encoder::new(format).with_limits(limits).allow_incomplete().encode(&document).map(|_| ()).map_err(|error| error.code())
}

/// A name, a format, how many of something fit, the code if there is one more, and a message with a number of them.
type Case = (&'static str, Format, usize, Code, Box<dyn Fn(usize) -> String>);

/// What is refused on the way in is refused on the way out.
#[test]
fn limits_are_the_same_on_the_way_out() {
    let limits = Limits::default().with_bytes(500).with_depth(64).with_members(4).with_items(3).with_events(4).with_text(120);
    let long = |count: usize| "x".repeat(count);
    let links = |count: usize| (0..count).map(|index| format!("\"l{index}\":{{\"href\":\"/\"}}")).collect::<Vec<_>>().join(",");
    let known = ["department", "company", "name", "title", "uri"];
    let known = move |count: usize| known[..count].iter().map(|name| format!("\"{name}\":\"1\"")).collect::<Vec<_>>().join(",");
    let cases: Vec<Case> = vec![
        ("members", Format::Json, 4, Code::Members, Box::new(|count| format!("{{{}}}", members(count)))),
        ("known members", Format::Json, 3, Code::Members, Box::new(move |count| format!("{{\"rel\":\"me\",{}}}", known(count)))),
        ("inner members", Format::Json, 4, Code::Members, Box::new(|count| format!("{{\"x\":{{{}}}}}", members(count)))),
        ("links", Format::Json, 4, Code::Members, Box::new(move |count| format!("{{\"_links\":{{{}}}}}", links(count)))),
        (
            "known links",
            Format::Json,
            4,
            Code::Members,
            Box::new(|count| {
                let names = ["self", "note", "phones", "photo", "presence"];
                let links: Vec<_> = names[..count].iter().map(|name| format!("\"{name}\":{{\"href\":\"/\"}}")).collect();
                format!("{{\"rel\":\"me\",\"_links\":{{{}}}}}", links.join(","))
            }),
        ),
        (
            "members of a link",
            Format::Json,
            3,
            Code::Members,
            Box::new(|count| format!("{{\"_links\":{{\"x\":{{\"href\":\"/\",{}}}}}}}", members(count))),
        ),
        (
            "members of an event",
            Format::Json,
            4,
            Code::Members,
            Box::new(|count| format!("{{\"sender\":[{{\"events\":[{{{}}}]}}]}}", members(count))),
        ),
        ("items", Format::Json, 3, Code::Items, Box::new(|count| format!("{{\"x\":[{}]}}", items(count, "1")))),
        (
            "known items",
            Format::Json,
            3,
            Code::Items,
            Box::new(|count| format!("{{\"rel\":\"me\",\"emailAddresses\":[{}]}}", items(count, "\"a\""))),
        ),
        (
            "links of a list",
            Format::Json,
            3,
            Code::Items,
            Box::new(|count| format!("{{\"_links\":{{\"x\":[{}]}}}}", items(count, "{\"href\":\"/\"}"))),
        ),
        (
            "events of a sender",
            Format::Json,
            3,
            Code::Items,
            Box::new(|count| format!("{{\"sender\":[{{\"events\":[{}]}}]}}", items(count, "{}"))),
        ),
        (
            "events",
            Format::Json,
            4,
            Code::Events,
            Box::new(|count| format!("{{\"sender\":[{{\"events\":[{{}},{{}}]}},{{\"events\":[{}]}}]}}", items(count - 2, "{}"))),
        ),
        ("text", Format::Json, 120, Code::TextLength, Box::new(move |count| format!("{{\"x\":\"{}\"}}", long(count)))),
        (
            "escaped text",
            Format::Json,
            120,
            Code::TextLength,
            Box::new(move |count| format!("{{\"x\":\"{}\"}}", "\\n".repeat(count))),
        ),
        (
            "children",
            Format::Xml,
            4,
            Code::Members,
            Box::new(|count| resource(&"<property name=\"x\">1</property>".repeat(count))),
        ),
        (
            "items",
            Format::Xml,
            3,
            Code::Items,
            Box::new(|count| resource(&format!("<propertyList name=\"x\">{}</propertyList>", "<item>1</item>".repeat(count)))),
        ),
        (
            "children of an event",
            Format::Xml,
            4,
            Code::Members,
            Box::new(|count| {
                let inner = "<property name=\"x\">1</property>".repeat(count);
                format!("<events xmlns=\"{UCWA}\"><sender><added>{inner}</added></sender></events>")
            }),
        ),
        (
            "text",
            Format::Xml,
            120,
            Code::TextLength,
            Box::new(move |count| resource(&format!("<property name=\"x\">{}</property>", long(count)))),
        ),
    ];
    for (name, format, limit, code, text) in cases {
        assert_eq!(outgoing(format, limits, &text(limit)), Ok(()), "{name} at {limit} in {format:?}");
        assert_eq!(outgoing(format, limits, &text(limit + 1)), Err(code), "{name} beyond {limit} in {format:?}");
    }
    for format in FORMATS {
        let mut resource = Resource::default();
        resource.extra.push_property("x", "y".into());
        let text = Encoder::new(format).encode(&resource).unwrap();
        for (bytes, outcome) in [(text.len(), Ok(())), (text.len() - 1, Err(Code::Bytes))] {
            let encoder = Encoder::new(format).with_limits(Limits::default().with_bytes(bytes));
            assert_eq!(encoder.encode(&resource).map(|_| ()).map_err(|error| error.code()), outcome);
        }
    }
    // the root's own declaration and attributes
    let attributes = format!("<resource xmlns=\"{UCWA}\" href=\"/\"><link rel=\"x\" href=\"/\" title=\"t\"/></resource>");
    for (attributes_of, outcome) in [(3, Ok(())), (2, Err(Code::Attributes))] {
        assert_eq!(outgoing(Format::Xml, limits.with_attributes(attributes_of), &attributes), outcome);
    }
    assert_eq!(outgoing(Format::Xml, limits.with_declarations(0), &attributes), Err(Code::Declarations));
}

#[test]
fn depth_is_the_same_on_the_way_out() {
    for format in FORMATS {
        for (levels, fits) in [(5, true), (6, false)] {
            let mut resource = Resource::default();
            let deep = (0..levels).fold(Value::from(true), |inner, _| Value::List(vec![inner]));
            resource.extra.push_property("x", deep);
            assert_eq!(Encoder::new(format).with_limits(LOW).encode(&resource).is_ok(), fits, "{levels} in {format:?}");
            // in JSON the section is a level of its own
            let levels = if format == Format::Json { levels / 2 } else { levels };
            let mut nested = Resource::default();
            for _ in 0..levels {
                let mut outer = Resource::default();
                outer.extra.push_embedded("x", Entry::One(nested.into()));
                nested = outer;
            }
            assert_eq!(Encoder::new(format).with_limits(LOW).encode(&nested).is_ok(), fits, "{levels} in {format:?}");
        }
    }
}

/// In XML the events of a sender stand in no list, and are counted in one nevertheless: one path for both formats.
#[test]
fn what_is_refused_on_the_way_out_says_in_which_event() {
    let event = |subject: &str| {
        format!(
            "{{\"link\":{{\"rel\":\"message\",\"href\":\"/m\"}},\"_embedded\":{{\"message\":{{\"rel\":\"message\",\"etag\":\"{subject}\"}}}},\"type\":\"added\"}}"
        )
    };
    let sender = |events: &[String]| format!("{{\"rel\":\"a\",\"href\":\"/a\",\"events\":[{}]}}", events.join(","));
    let text =
        format!("{{\"sender\":[{},{}]}}", sender(&[event("1")]), sender(&[event("1"), event("1"), event(&"x".repeat(80))]));
    let events = Events::from_json(text).unwrap();
    for format in FORMATS {
        let error = Encoder::new(format).with_limits(Limits::default().with_text(60)).encode(&events).unwrap_err();
        let expected = "sender[1].events[2]._embedded.message.etag: expected a text of at most 60 bytes, but found 80";
        assert_eq!(error.to_string(), expected, "{format:?}");
    }
}
