//! What a person reads of a message in HTML: its text. The page never parses what others have written.

/// Elements that end a line.
const BLOCKS: [&str; 12] = ["br", "p", "div", "li", "tr", "ul", "ol", "table", "blockquote", "h1", "h2", "h3"];

/// Elements of which nothing is read.
const UNREAD: [&str; 4] = ["script", "style", "head", "title"];

/// References by name that messages have; others stay as they are written.
const NAMED: [(&str, char); 6] = [("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\''), ("nbsp", '\u{a0}')];

/// The text of what was said, which may be HTML.
pub(super) fn read(said: String, is_html: bool) -> String {
    if is_html { text(&said) } else { said }
}

/// The text of it. White space is that of a reader: one space, or the end of a line.
fn text(html: &str) -> String {
    let mut shown = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        add(&mut shown, before);
        rest = behind_tag(&mut shown, tag);
    }
    add(&mut shown, rest);
    shown.trim_end().to_owned()
}

/// What stands behind what begins with `<`.
fn behind_tag<'h>(shown: &mut String, tag: &'h str) -> &'h str {
    if let Some(comment) = tag.strip_prefix("<!--") {
        return comment.split_once("-->").map_or("", |(_, behind)| behind);
    }
    let inside = tag.get(1..).unwrap_or_default();
    let is_tag = inside.starts_with(|first: char| first.is_ascii_alphabetic() || matches!(first, '/' | '!' | '?'));
    if !is_tag {
        shown.push('<');
        return inside;
    }
    let Some(end) = end(inside) else {
        add(shown, tag); // nothing behind it can be a tag either
        return "";
    };
    let (inside, behind) = (inside.get(..end).unwrap_or_default(), inside.get(end + 1..).unwrap_or_default());
    let name: String = inside.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
    let name = name.to_ascii_lowercase();
    if BLOCKS.contains(&&*name) && !shown.is_empty() && !shown.ends_with('\n') {
        shown.truncate(shown.trim_end_matches(' ').len());
        shown.push('\n');
    }
    if !inside.starts_with('/') && UNREAD.contains(&&*name) {
        return behind_element(behind, &name);
    }
    behind
}

/// Where a tag ends: what stands in quotes does not end it.
fn end(inside: &str) -> Option<usize> {
    let mut quote = None;
    inside.char_indices().find_map(|(at, character)| match (quote, character) {
        (None, '>') => Some(at),
        (None, '"' | '\'') => {
            quote = Some(character);
            None
        }
        (Some(open), close) if open == close => {
            quote = None;
            None
        }
        _ => None,
    })
}

/// What stands behind the end of an element.
fn behind_element<'h>(content: &'h str, name: &str) -> &'h str {
    let is_end = |at: &usize| {
        let named = content.get(at + 2..at + 2 + name.len());
        named.is_some_and(|named| named.eq_ignore_ascii_case(name))
    };
    let found = content.match_indices("</").map(|(at, _)| at).find(is_end);
    found.and_then(|at| content.get(at..)).unwrap_or_default()
}

/// Adds text, with references read and white space as one space.
fn add(shown: &mut String, text: &str) {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (character, length) = if first == '&' { reference(rest).unwrap_or(('&', 1)) } else { (first, first.len_utf8()) };
        if !matches!(character, ' ' | '\t' | '\r' | '\n') {
            shown.push(character);
        } else if !shown.is_empty() && !shown.ends_with([' ', '\n']) {
            shown.push(' ');
        }
        rest = rest.get(length..).unwrap_or_default();
    }
}

/// The character that a reference stands for, and how long that is.
fn reference(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(10).position(|byte| byte == b';')?;
    let name = text.get(1..end)?;
    let character = match name.strip_prefix('#') {
        Some(digits) => {
            let hex = digits.strip_prefix(['x', 'X']);
            char::from_u32(hex.map_or_else(|| digits.parse(), |hex| u32::from_str_radix(hex, 16)).ok()?)?
        }
        None => NAMED.iter().find(|(named, _)| *named == name)?.1,
    };
    Some((character, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_read_as_a_person_does() {
        for (html, expected) in [
            ("<div>Hello <b>you</b></div><p>a&amp;b&lt;c&#33;&#x21;&nbsp;d&unknown;</p>", "Hello you\na&b<c!!\u{a0}d&unknown;"),
            ("<span style=\"a>b\">one</span>\r\n  two<br/>three<BR>", "one two\nthree"),
            ("<html><head><title>a</title></head><body><script>alert('<b>')</script><!-- <p> -->b</body></html>", "b"),
            ("1 < 2 <3 <", "1 < 2 <3 <"),
            ("<p title='cut", "<p title='cut"),
            ("<script>cut", ""),
        ] {
            assert_eq!(text(html), expected);
        }
    }

    #[test]
    fn hostile_html_takes_no_longer_than_it_is_long() {
        for hostile in ["<", "<a ", "<style>", "<!--", "&", "<br>", "<style></", "</"] {
            assert!(text(&hostile.repeat(20_000)).len() <= hostile.len() * 20_000);
        }
    }
}
