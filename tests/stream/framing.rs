//! The rules of the module's documentation, one by one.

use ucwa_model::DecodeOptions;

use crate::items::{self, check};

const ADDED: &str = r#"{"_links":{"self":{"href":"/e"}},"sender":[{"rel":"people","href":"/p","events":[{"type":"added"}]}]}"#;
const NS: &str = r#"xmlns="http://schemas.microsoft.com/rtc/2012/03/ucwa""#;

/// A response in JSON that does not begin as most do.
fn plain(types: &[&str]) -> String {
    let events: Vec<String> = types.iter().map(|name| format!(r#"{{"type":"{name}"}}"#)).collect();
    format!(r#"{{"sender":[{{"rel":"people","href":"/p","events":[{}]}}]}}"#, events.join(","))
}

fn xml(types: &[&str]) -> String {
    let events: String = types.iter().map(|name| format!("<{name} rel=\"contact\" href=\"/c\"/>")).collect();
    format!("<events {NS} href=\"/e\"><sender rel=\"people\" href=\"/p\">{events}</sender></events>")
}

#[test]
fn nothing_is_nothing() {
    check("", &[]);
    check(" \r\n\u{feff}\n\t", &[]);
}

#[test]
fn one_a_line() {
    check(format!("{ADDED}\n{ADDED}\r\n\r\n{ADDED}"), &["json 1:1 [added]", "json 2:1 [added]", "json 4:1 [added]"]);
    check(format!("{}\n{}\n", xml(&["added"]), xml(&["updated"])), &["xml 1:1 [added]", "xml 2:1 [updated]"]);
}

/// A line is read before its end is looked for; without its line break it is not.
#[test]
fn a_line_is_what_it_is_without_its_break() {
    let event = |inside: &str| {
        format!("<events {NS}><sender rel=\"people\" href=\"/p\"><added rel=\"c\" href=\"/c\">{inside}</added></sender></events>")
    };
    let lines = [
        ADDED.to_owned(),
        xml(&["added", "updated"]),
        event("<events/>"),
        event("<x><events></events></x>"),
        event("<!-- </events> -->"),
        event("<![CDATA[<events></events>]]>"),
        event("<property name=\"x\"><?events </events>?></property>"),
        event("</events>"),
        event("<?xml version=\"1.0\"?>"),
        event("<x y=\"</events>\"/>"),
        "<!-- <events --><u:events xmlns:u=\"urn:x\"/><!-- </events>".to_owned(),
        format!("{}{}", xml(&["added"]), xml(&["updated"])),
        format!("{}<!-- </events>", xml(&["added"])),
        format!("<?xml version=\"1.0\"?><!-- a -->{}  ", xml(&["added"])),
    ];
    for line in lines {
        let with_break = items::read(format!("{line}\n").as_bytes(), DecodeOptions::new());
        assert_eq!(items::read(line.as_bytes(), DecodeOptions::new()), with_break, "{line}");
    }
}

#[test]
fn one_after_another_on_a_line() {
    let second = ADDED.len() + 1;
    check(format!("{ADDED}{ADDED}"), &["json 1:1 [added]", &format!("json 1:{second} [added]")]);
    check(format!("{ADDED}{}", xml(&["added"])), &["json 1:1 [added]", &format!("xml 1:{second} [added]")]);
    let (added, updated) = (xml(&["added"]), xml(&["updated"]));
    check(format!("{added}{updated}"), &["xml 1:1 [added]", &format!("xml 1:{} [updated]", added.len() + 1)]);
}

#[test]
fn on_many_lines() {
    let pretty = "{\n  \"_links\": {\n    \"self\": {\"href\": \"/e\"}\n  },\n  \"sender\": [\n    {\n      \"rel\": \"people\",\n      \
                  \"href\": \"/p\",\n      \"events\": [\n        {\n          \"type\": \"added\"\n        }\n      ]\n    }\n  ]\n}";
    check(format!("{pretty}\n{pretty}\n"), &["json 1:1 [added]", "json 17:1 [added]"]);
    let flat: String = pretty.lines().map(|line| format!("{}\n", line.trim())).collect();
    check(format!("{flat}{flat}"), &["json 1:1 [added]", "json 17:1 [added]"]);
    let pretty = xml(&["added"]).replace("><", ">\r\n  <");
    check(format!("<?xml version=\"1.0\"?>\n{pretty}\n{pretty}"), &["xml 1:1 [added]", "xml 7:1 [added]"]);
}

#[test]
fn byte_order_marks() {
    let bom = "\u{feff}";
    check(format!("{bom}{ADDED}\n{bom}{ADDED}{bom}"), &["json 1:1 [added]", "json 2:1 [added]"]);
    check(
        format!("{ADDED}{bom}\n\n {bom}{}{bom}{ADDED}", xml(&["added"])),
        &["json 1:1 [added]", "xml 3:2 [added]", &format!("json 3:{} [added]", xml(&["added"]).len() + 2)],
    );
}

#[test]
fn brackets_in_strings_do_not_count() {
    let odd =
        r#"{"_links":{"self":{"href":"/e?}]\"}]\\"}},"sender":[{"rel":"{[\\\"{","href":"/p","events":[{"type":"added"}]}]}"#;
    check(format!("{odd}{odd}"), &["json 1:1 [added]", &format!("json 1:{} [added]", odd.len() + 1)]);
}

#[test]
fn deep_nesting_is_counted() {
    let deep = |levels: usize| {
        let (open, close) = ("[{\"a\":".repeat(levels), "}]".repeat(levels));
        format!("{{\"sender\":[{{\"rel\":\"\",\"href\":\"\",\"events\":[{{\"x\":{open}1{close}}},{{\"type\":\"added\"}}]}}]}}")
    };
    check(format!("{}\n{ADDED}", deep(20)), &["json 1:1 [- added]", "json 2:1 [added]"]);
    check(format!("{}\n{ADDED}", deep(100)), &["json 1:1 [! added]", "json 2:1 [added]"]);
}

#[test]
fn markup_that_is_passed_over() {
    let inside = "<!-- </events> \" ' --><![CDATA[</events>]]><?pi </events> ?><sender";
    let odd = xml(&["added"]).replace("<sender", inside).replace("href=\"/e\"", "href='/e>\"' title=\"/>\"");
    let prolog = "<?xml version=\"1.0\"?><!-- <events> --><?pi?>";
    check(format!("{prolog}{odd}\n{prolog}\n{odd}"), &["xml 1:1 [added]", "xml 2:1 [added]"]);
    check(
        format!("{}<!-- end -->\n{}", xml(&["added"]), xml(&["added"])),
        &["xml 1:1 [added]", &format!("xml 1:{} [added]", xml(&["added"]).len() + 1)],
    );
}

#[test]
fn an_empty_root() {
    check(
        format!("<events {NS}/><events {NS}></events >\n<events {NS} />"),
        &["xml 1:1 []", &format!("xml 1:{} []", NS.len() + 11), "xml 2:1 []"],
    );
    check(format!("<u:events xmlns:u={}/>{ADDED}", &NS[6..]), &["xml 1:1 []", "json 1:68 [added]"]);
}

#[test]
fn end_of_the_root_ends_it_whatever_is_open() {
    let open = xml(&["added"]).replace("</sender>", "<updated rel=\"a\" href=\"b\"><resource rel=\"x\" href=\"y\">");
    check(format!("{open}{}", xml(&["deleted"])), &["xml 1:1 [added !*", &format!("xml 1:{} [deleted]", open.len() + 1)]);
    let no_bracket = xml(&["added"]).replace("</events>", "</events");
    check(format!("{no_bracket}\n{}", xml(&["deleted"])), &["xml 1:1 [added] fault", "xml 2:1 [deleted]"]);
}

#[test]
fn cut_before_a_line_with_a_response() {
    for cut in 1..ADDED.len() {
        let stream = format!("{}\n{ADDED}\n{}\n", &ADDED[..cut], xml(&["added"]));
        let items = crate::items::read(stream.as_bytes(), DecodeOptions::new());
        let last: Vec<String> = items.iter().rev().take(2).rev().map(crate::items::short).collect();
        assert_eq!(last, ["json 2:1 [added]", "xml 3:1 [added]"], "{stream}");
        assert_eq!(items.len(), 3);
    }
    let whole = xml(&["added"]);
    for cut in 1..whole.len() {
        let stream = format!("{}\n{whole}\n{ADDED}\n", &whole[..cut]);
        let items = crate::items::read(stream.as_bytes(), DecodeOptions::new());
        let last: Vec<String> = items.iter().rev().take(2).rev().map(crate::items::short).collect();
        assert_eq!(last, ["xml 2:1 [added]", "json 3:1 [added]"], "{stream}");
        assert_eq!(items.len(), 3);
    }
}

#[test]
fn cut_before_a_response_on_many_lines() {
    let pretty = ADDED.replace("{\"_links\":{", "{\n\t\"_links\" : {\n\t\t").replace("\"sender\":", "\n\t\"sender\": ");
    check(format!("{}\n{pretty}", &ADDED[..80]), &["json 1:1 [] fault", "json 2:1 [added]"]);
    check(format!("{}\n{pretty}", &pretty[..90]), &["json 1:1 [] fault", "json 5:1 [added]"]);
}

#[test]
fn cut_in_a_string_before_any_brace() {
    let cut = &ADDED[..ADDED.find("dded").unwrap()];
    check(
        format!("{cut}\n{{\"code\":\"Gone\"}}\n{ADDED}"),
        &["json 1:1 [*", "json 2:1 root: {\"code\":\"Gone\"}", "json 3:1 [added]"],
    );
    check(format!("{cut}\n\u{feff}{{\"code\":\"Gone\"}}"), &["json 1:1 [*", "json 2:1 root: {\"code\":\"Gone\"}"]);
    check(format!("{cut}\n<html></html>"), &["json 1:1 [*", "xml 2:1 root: <html></html>"]);
}

#[test]
fn cut_where_no_value_may_follow() {
    let cut = &ADDED[..ADDED.len() - 3];
    check(format!("{cut}\n{{\"code\":\"Gone\"}}\n"), &["json 1:1 [added] fault", "json 2:1 root: {\"code\":\"Gone\"}"]);
    // an event a line is no new document
    let lines = plain(&["added", "deleted"]).replace("},{", "},\n{").replace("[{\"type", "[\n{\"type");
    check(format!("{lines}\n{lines}"), &["json 1:1 [added deleted]", "json 4:1 [added deleted]"]);
}

#[test]
fn cut_on_the_same_line() {
    for cut in [
        "{\"sender\":[{\"rel\":\"peo",
        "{\"sender\":[{\"rel\":\"people\"",
        "{\"_links\":{\"self\":{\"href\":\"/e\"}}",
        "{\"sender\":[{\"rel\":\"",
    ] {
        let stream = format!("{cut}{ADDED}");
        let items = crate::items::read(stream.as_bytes(), DecodeOptions::new());
        assert_eq!(crate::items::short(items.last().unwrap()), format!("json 1:{} [added]", cut.len() + 1));
        assert_eq!(items.len(), 2);
    }
    let whole = xml(&["added"]);
    let cut = &whole[..whole.len() - 20];
    check(format!("{cut}{whole}"), &["xml 1:1 [*", &format!("xml 1:{} [added]", cut.len() + 1)]);
    let declared = format!("<?xml version=\"1.0\"?>{whole}");
    check(format!("{cut}{declared}"), &["xml 1:1 [*", &format!("xml 1:{} [added]", cut.len() + 1)]);
}

#[test]
fn brackets_that_do_not_match() {
    let three = plain(&["added", "updated", "deleted"]);
    let end = |stream: &str| format!("{stream}\n{ADDED}\n{{\"code\":\"Gone\"}}");
    let rest = ["json 2:1 [added]", "json 3:1 root: {\"code\":\"Gone\"}"];
    let missing = three.replace("\"updated\"}", "\"updated\"");
    check(end(&missing), &["json 1:1 [added *", rest[0], rest[1]]);
    let extra = three.replace("\"updated\"}", "\"updated\"}}");
    check(end(&extra), &["json 1:1 [added *", rest[0], rest[1]]);
    let other = three.replace("\"updated\"}", "\"updated\"]");
    check(end(&other), &["json 1:1 [added *", rest[0], rest[1]]);
    let missing = &three[..three.len() - 1];
    check(end(missing), &["json 1:1 [added updated deleted] fault", rest[0], rest[1]]);
    let extra = format!("{three}}}");
    check(end(&extra), &["json 1:1 [added updated deleted]", &format!("text 1:{} syntax: }}", extra.len()), rest[0], rest[1]]);
    // and on the same line
    let extra = three.replace("\"updated\"}", "\"updated\"}}");
    check(format!("{extra}{ADDED}"), &["json 1:1 [added *", &format!("json 1:{} [added]", extra.len() + 1)]);
}

#[test]
fn a_quote_that_is_missing() {
    let three = plain(&["added", "updated", "deleted"]).replace("updated\"", "updated");
    check(format!("{three}\n{ADDED}"), &["json 1:1 [added *", "json 2:1 [added]"]);
    check(format!("{three}{ADDED}"), &["json 1:1 [added *", &format!("json 1:{} [added]", three.len() + 1)]);
}

#[test]
fn comments_that_never_end() {
    let open = xml(&["added"]).replace("</sender>", "<!-- </sender>");
    check(format!("{open}\n{}", xml(&["deleted"])), &["xml 1:1 [added !*", "xml 2:1 [deleted]"]);
    check(format!("{open}\n{ADDED}"), &["xml 1:1 [added !*", "json 2:1 [added]"]);
}

#[test]
fn what_is_no_response() {
    check(
        "{\"rel\":\"message\"}{\"code\":\"Gone\"}",
        &["json 1:1 root: {\"rel\":\"message\"}", "json 1:18 root: {\"code\":\"Gone\"}"],
    );
    let html = "<!DOCTYPE html>\n<html><head><meta x=1><br>\n<p title='>'>{ \n{\"a\":1}</html>";
    check(format!("{html}{ADDED}"), &[&format!("xml 1:1 root: {html}"), "json 4:15 [added]"]);
    check(
        format!("HTTP/1.1 200 OK\r\nServer: x\r\n\r\n{ADDED}\nbye"),
        &["text 1:1 syntax: HTTP/1.1 200 OK\r\nServer: x", "json 4:1 [added]", "text 5:1 syntax: bye"],
    );
    check(
        format!("12:00 {ADDED}\n12:01 {}\n", xml(&["added"])),
        &["text 1:1 syntax: 12:00", "json 1:7 [added]", "text 2:1 syntax: 12:01", "xml 2:7 [added]"],
    );
    check(
        "<resource rel=\"a\"><resource rel=\"b\"></resource></resource><a/>",
        &["xml 1:1 root: <resource rel=\"a\"><resource rel=\"b\"></resource></resource>", "xml 1:59 root: <a/>"],
    );
    check(format!("</sender></events>{}", xml(&["added"])), &["xml 1:1 syntax: </sender></events>", "xml 1:19 [added]"]);
    check("[1, 2]\nnull", &["text 1:1 syntax: [1, 2]\nnull"]);
    check(format!("\u{0}\u{1}\n{ADDED}"), &["text 1:1 syntax: \u{0}\u{1}", "json 2:1 [added]"]);
}

#[test]
fn a_timeout_is_a_response() {
    check("{\"_links\":{\"self\":{\"href\":\"/e\"},\"next\":{\"href\":\"/e\"}}}", &["json 1:1 []"]);
    check("{\"_links\":{\"resync\":{\"href\":\"/e\"}}}{\"sender\":[]}", &["json 1:1 []", "json 1:36 []"]);
}

#[test]
fn a_sender_on_its_own() {
    let sender = "<sender rel=\"people\" href=\"/p\">\n<added rel=\"contact\" href=\"/c\"/></sender>";
    check(format!("{sender}\n{ADDED}"), &["xml 1:1 [added]", "json 3:1 [added]"]);
    check(&sender[..50], &["xml 1:1 [*"]);
}
