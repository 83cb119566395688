//! Our reader, `roxmltree` and `quick-xml` over the cases of XML.

use ucwa_model::{Code, Codec, Decoder, Format, Resource};

use crate::{
    UCWA,
    xml_cases::{CASES, Verdict},
};

fn verdict(text: &str) -> Result<(), Code> {
    Decoder::new(Format::Xml).lenient().decode::<Resource>(text).map(|_| ()).map_err(|error| error.code())
}

#[test]
fn well_formedness() {
    let mut wrong = Vec::new();
    for (text, expected) in CASES {
        // alone, and inside a property, where the reader has its fast paths
        let inside = format!("<resource xmlns=\"{UCWA}\"><property name=\"a\">b</property><b xmlns=\"\">{text}</b></resource>");
        let has_head = text.contains("<?xml ")
            || text.contains("<!DOCTYPE")
            || !text.contains('<')
            || text.starts_with("text<")
            || text.contains("/>text");
        let more = text.contains("/><doc")
            || text.contains("></doc><a/>")
            || text.contains("<![CDATA[]]>")
            || text.contains("&#32;")
            || text.starts_with("&amp;");
        let texts = if has_head || more { vec![*text] } else { vec![*text, &*inside] };
        for text in texts {
            let found = verdict(text);
            let fits = match expected {
                Verdict::Y => found == Ok(()),
                Verdict::N | Verdict::Nr => found == Err(Code::Syntax),
                Verdict::Doctype => found == Err(Code::Doctype),
                Verdict::Encoding => found == Err(Code::Encoding),
            };
            if !fits {
                wrong.push(format!("{text:?}: {expected:?}, but {found:?}"));
            }
        }
        let options = roxmltree::ParsingOptions { allow_dtd: true, ..roxmltree::ParsingOptions::default() };
        let other = roxmltree::Document::parse_with_options(text, options).map(|_| ()).map_err(|error| error.to_string());
        let agrees = match expected {
            Verdict::N => other.is_err(),
            Verdict::Y | Verdict::Nr | Verdict::Doctype | Verdict::Encoding => other.is_ok(),
        };
        if !agrees {
            wrong.push(format!("{text:?}: {expected:?}, but roxmltree says {other:?}"));
        }
        if *expected == Verdict::Y && !quick(text) {
            wrong.push(format!("{text:?}: well-formed, but not for quick-xml"));
        }
    }
    assert_eq!(wrong, [""; 0]);
    assert!(CASES.len() > 200);
}

/// Whether `quick-xml`, which checks less, reads it to the end.
fn quick(text: &str) -> bool {
    let mut reader = quick_xml::NsReader::from_str(text);
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => return true,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
}

/// What is inside a value, in all the ways that XML has.
#[test]
fn texts() {
    let cases = [
        ("plain", "plain"),
        (" kept as it is ", " kept as it is "),
        ("a&amp;b", "a&b"),
        ("&amp;amp;", "&amp;"),
        ("&lt;&gt;&quot;&apos;", "<>\"'"),
        ("&#x1F980;&#65;", "\u{1f980}A"),
        ("a<![CDATA[<b>&amp;]]>c", "a<b>&amp;c"),
        ("<![CDATA[]]>", ""),
        ("a<!-- b -->c", "ac"),
        ("<!-- a -->b<!-- c -->", "b"),
        ("a<?b c?>d", "ad"),
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a&#13;&#10;b", "a\r\nb"),
        ("<![CDATA[a\r\nb]]>", "a\nb"),
        ("\u{85}\u{2028}", "\u{85}\u{2028}"),
        ("a<![CDATA[]]]]><![CDATA[>]]>b", "a]]>b"),
        ("]]&gt;", "]]>"),
        ("\u{feff}a", "\u{feff}a"),
        ("0123456789abcde\u{ef}", "0123456789abcde\u{ef}"),
        ("0123456789abcde\u{fffd}&amp;", "0123456789abcde\u{fffd}&"),
    ];
    for (written, expected) in cases {
        for space in ["", " xml:space=\"preserve\"", " xml:space=\"default\""] {
            let text = format!("<resource xmlns=\"{UCWA}\"><property name=\"a\"{space}>{written}</property></resource>");
            let resource = Resource::from_xml(&text).unwrap();
            assert_eq!(resource.property("a").and_then(|value| value.as_str()), Some(expected), "{text}");
            assert_eq!(
                roxmltree::Document::parse(&text)
                    .unwrap()
                    .root_element()
                    .children()
                    .next()
                    .unwrap()
                    .children()
                    .filter(roxmltree::Node::is_text)
                    .map(|one| one.text().unwrap())
                    .collect::<String>(),
                expected
            );
        }
    }
}

/// White space in attributes becomes spaces, unless a reference stands for it.
#[test]
fn attribute_values() {
    for (written, expected) in
        [("a\nb\tc\r\nd\re", "a b c d e"), ("a&#10;b&#9;c&#13;d", "a\nb\tc\rd"), (" a  b ", " a  b "), ("&amp;lt;", "&lt;")]
    {
        let text = format!("<resource xmlns=\"{UCWA}\"><link rel=\"x\" href=\"{written}\"/></resource>");
        let resource = Resource::from_xml(&text).unwrap();
        assert_eq!(resource.link("x").map(|link| link.href.as_str()), Some(expected), "{text}");
    }
}

/// Byte order marks and encodings.
#[test]
fn encodings() {
    let text = |encoding: &str| format!("<?xml version=\"1.0\"{encoding}?><resource xmlns=\"{UCWA}\"/>");
    let utf16 = |text: &str, big: bool| -> Vec<u8> {
        let units = format!("\u{feff}{text}").encode_utf16().collect::<Vec<_>>();
        units.iter().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    };
    let outcome = |bytes: &[u8]| match Resource::from_xml(bytes) {
        Ok(_) => "taken".to_owned(),
        Err(error) => error.to_string(),
    };
    let cases = [
        ("UTF-8 with its mark", [b"\xef\xbb\xbf".as_slice(), text(" encoding=\"UTF-8\"").as_bytes()].concat()),
        ("the mark twice", [b"\xef\xbb\xbf\xef\xbb\xbf".as_slice(), text("").as_bytes()].concat()),
        ("the mark inside", [text("").as_bytes(), b"\xef\xbb\xbf"].concat()),
        ("UTF-16, little", utf16(&text(" encoding=\"UTF-16\""), false)),
        ("UTF-16, big", utf16(&text(" encoding=\"UTF-16\""), true)),
        ("UTF-16, without its mark", utf16(&text(""), false)[2..].to_vec()),
        ("UTF-16 in name alone", text(" encoding=\"UTF-16\"").into_bytes()),
        ("UTF-32, little", b"\xff\xfe\0\0<\0\0\0".to_vec()),
        ("UTF-32, big", b"\0\0\xfe\xff\0\0\0<".to_vec()),
        ("Latin-1 in name alone", text(" encoding=\"ISO-8859-1\"").into_bytes()),
        ("Latin-1 with its bytes", [text(" encoding=\"ISO-8859-1\"").as_bytes(), b"<!-- \xe9 -->"].concat()),
        ("ASCII in name", text(" encoding=\"US-ASCII\"").into_bytes()),
        ("UTF-7 in name", text(" encoding=\"UTF-7\"").into_bytes()),
        ("EBCDIC", b"\x4c\x6f\xa7\x94\x93".to_vec()),
    ];
    let report: String = cases.iter().map(|(name, bytes)| format!("{name}: {}\n", outcome(bytes))).collect();
    insta::assert_snapshot!("encodings", report);
}
