//! The page of `ucwa inspect`: what is in it, what must not be, and that nothing in it becomes markup. What a browser makes of it is
//! tested by `.ci/inspect`.

#![allow(clippy::unwrap_used, reason = "a test may stop")]

use std::{fs, path::PathBuf};

use command::{story, ucwa};
use insta::assert_snapshot;
use serde_json::{Value, json};

#[path = "support/command.rs"]
mod command;

fn fixture(name: &str) -> String {
    format!("{}/../tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn written(name: &str, bytes: &[u8]) -> String {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, bytes).unwrap();
    path.to_str().unwrap().to_owned()
}

/// The page of a file.
fn page(file: &str) -> String {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{}.html", file.rsplit('/').next().unwrap()));
    let _ = ucwa(&["inspect", file, "-o", path.to_str().unwrap()], b"");
    fs::read_to_string(path).unwrap()
}

/// The data of a page, without the tables of the schema.
fn data(page: &str) -> Vec<Value> {
    let (_, data) = page.split_once("<script type=\"application/json\" id=\"data\">").unwrap();
    let (data, _) = data.split_once("</script>").unwrap();
    let lines = data.lines().filter(|line| !line.is_empty()).map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines.filter(|line| line.get("schema").is_none()).collect()
}

/// A capture of one answer with that body.
fn har(body: &str) -> Vec<u8> {
    let entry = json!({
        "startedDateTime": "2026-11-01T10:00:00.000Z",
        "request": {"method": "GET", "url": "https://lync.contoso.com/ucwa/v1/applications/1/me?access_token=SECRET", "headers": []},
        "response": {"status": 200, "headers": [{"name": "Set-Cookie", "value": "a=SECRET"}], "content": {"text": body}},
    });
    serde_json::to_vec(&json!({"log": {"entries": [entry]}})).unwrap()
}

#[test]
fn a_capture_becomes_a_page() {
    let har = fixture("captures/chat.har");
    let lines = data(&page(&har));
    let text: Vec<_> = lines.iter().map(|line| format!("{line:#}").replace(&fixture("captures/"), "")).collect();
    assert_snapshot!("inspect_chat", text.join("\n"));
}

#[test]
fn tokens_cookies_and_passwords_are_not_in_it() {
    let page_of_chat = page(&fixture("captures/chat.har"));
    assert!(!page_of_chat.contains("SECRET"));
    let body = json!({
        "rel": "mediaRelayAccessToken", "password": "SECRET", "userName": "lene", "x-session-token": "SECRET", "cookies": ["SECRET"],
        "_links": {"self": {"href": "/t?access_token=SECRET&b=1"}, "next": {"href": "data:application/sdp,a%3Dice-pwd%3ASECRET%0D%0A"}},
    });
    let page = page(&written("secret.har", &har(&body.to_string())));
    assert!(!page.contains("SECRET") && page.contains("(left out)") && page.contains("lene"), "{:#?}", data(&page));
}

#[test]
fn secrets_are_in_neither_format() {
    let resource = |members: Value| {
        let mut body = json!({"rel": "me", "name": "Lene", "_links": {"self": {"href": "/me"}}});
        body.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
        body.to_string()
    };
    let valid = [
        resource(json!({"_links": {"self": {"href": "/me?a=b&code=SECRET"}}})),
        resource(json!({"token": {"value": "SECRET"}, "password": {"v": "SECRET"}, "cookies": {"a": "SECRET"}})),
        resource(json!({"tokens": [["a", "x"], ["b", "SECRET"]], "uri": "https://u:SECRET@host/"})),
        json!({"code": "Forbidden", "parameters": [{"name": "token", "reason": "SECRET"}, {"name": "cwt", "reason": "SECRET"}]})
            .to_string(),
        "<resource rel=\"me\" href=\"/me\" xmlns=\"http://schemas.microsoft.com/rtc/2012/03/ucwa\"><property name=\"name\">\
         Lene</property><property name=\"token\"><![CDATA[SECRET]]></property></resource>"
            .to_owned(),
    ];
    for (index, body) in valid.iter().enumerate() {
        let page = page(&written(&format!("secret-{index}.har"), &har(body)));
        let lines = data(&page);
        let answer = &lines[2]["detail"]["answer"];
        assert!(!page.contains("SECRET") && page.contains("(left out)"), "{body}: {answer:#}");
        assert!(answer["json"].is_string() && answer["xml"].is_string(), "{body}: {answer:#}");
    }
    let broken = resource(json!({"token": ["SECRET"]})).replace("]}", "]");
    assert!(!page(&written("secret-broken.har", &har(&broken))).contains("SECRET"));
}

#[test]
fn nothing_becomes_markup() {
    let hostile = "</script><script>alert(1)</script><!--<img src=x onerror=alert(1)>\u{2028}\u{202e}]]>&lt;\u{0}";
    let body = json!({"rel": "me", "name": hostile, hostile: hostile, "_links": {"self": {"href": hostile}}}).to_string();
    let page = page(&written("hostile.har", &har(&body)));
    let (before, rest) = page.split_once("id=\"data\">").unwrap();
    let (data_text, after) = rest.split_once("</script>").unwrap();
    assert!(!data_text.contains(['<', '>', '&', '\u{2028}', '\0']));
    assert!(!before.contains("alert(1)") && !after.contains("alert(1)"));
    let lines = data(&page);
    let shown: Value = serde_json::from_str(lines[2]["detail"]["answer"]["json"].as_str().unwrap()).unwrap();
    assert_eq!(shown["name"], hostile);
}

#[test]
fn a_log_becomes_a_page() {
    let log = "{\"rel\":\"me\",\"name\":\"Lene\"}\n2026-11-01 text\n{\"sender\":[{\"rel\":\"people\",\"href\":\"/p\",\"events\":[{\"type\":\"added\",\
               \"link\":{\"rel\":\"contact\",\"href\":\"/p/1\"}},5]}]}\n{\"code\":";
    let lines = data(&page(&written("a.log", log.as_bytes())));
    let text: Vec<_> = lines.iter().skip(1).map(|line| format!("{line:#}")).collect();
    assert_snapshot!("inspect_log", text.join("\n"));
}

#[test]
fn what_is_read_is_not_overwritten() {
    let har = fixture("captures/chat.har");
    let own = written("own.har", &fs::read(&har).unwrap());
    let told = story(&["inspect", &own, "-o", &own], b"");
    assert!(told.starts_with("exit 2") && told.contains("expected another file"), "{told}");
    assert_eq!(fs::read(&own).unwrap(), fs::read(&har).unwrap());
}

#[test]
fn what_is_cut_yields_what_is_whole() {
    let whole = fs::read_to_string(fixture("captures/chat.har")).unwrap();
    let cut = written("cut.har", &whole.as_bytes()[..whole.len() / 2]);
    let lines = data(&page(&cut));
    assert!(lines.iter().any(|line| line.get("exchange").is_some()));
    let unreadable = lines.iter().find_map(|line| line.get("unreadable")).unwrap();
    assert!(unreadable["message"].as_str().unwrap().contains("the HAR is cut"), "{unreadable}");
    assert!(page(&cut).trim_end().ends_with("</html>"));
    assert!(story(&["inspect", &cut], b"").starts_with("exit 1"));
}
