//! The page: markup, style and script that are allowed by their hashes alone, and lines of JSON between.

use std::io::{self, Write};

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::json;

use crate::{Lines, data, schema};

const MARKUP: &str = include_str!("page/page.html");
const STYLE: &str = include_str!("page/page.css");

/// One module, of rooms that stand in the order in which they build on each other.
const SCRIPT: &str = concat!(
    include_str!("page/text.js"),
    include_str!("page/store.js"),
    include_str!("page/filter.js"),
    include_str!("page/list.js"),
    include_str!("page/body.js"),
    include_str!("page/data_url.js"),
    include_str!("page/message.js"),
    include_str!("page/threads.js"),
    include_str!("page/detail.js"),
    include_str!("page/live.js"),
    include_str!("page/main.js"),
);

/// What the data are, for a script of another time.
const VERSION: u32 = 1;

/// A page that is being written: lines go out as they come, so that memory is that of one.
#[derive(Debug)]
pub struct Page<W> {
    out: W,
    failed: bool,
}

impl<W: Write> Page<W> {
    /// Writes all that comes before the exchanges of these files.
    ///
    /// # Errors
    /// If it cannot be written, as with all that follows.
    pub fn begin(mut out: W, files: &[&str]) -> io::Result<Self> {
        out.write_all(before(Source::Page).as_bytes())?;
        let mut page = Self { out, failed: false };
        page.line(&about(files, Source::Page))?;
        Ok(page)
    }

    /// Whether nothing can be written any more.
    #[must_use]
    pub fn failed(&self) -> bool {
        self.failed
    }

    /// Adds an exchange.
    ///
    /// # Errors
    /// See [`begin`](Self::begin).
    pub fn lines(&mut self, lines: &Lines) -> io::Result<()> {
        self.line(&lines.to_string())
    }

    /// Adds what could not be read of a file.
    ///
    /// # Errors
    /// See [`begin`](Self::begin).
    pub fn unreadable(&mut self, file: usize, message: &str) -> io::Result<()> {
        self.line(&data::line("unreadable", &json!({"file": file, "message": message})))
    }

    fn line(&mut self, line: &str) -> io::Result<()> {
        let written = writeln!(self.out, "{line}");
        self.failed |= written.is_err();
        written
    }

    /// Ends the page, and gives back where it was written to.
    ///
    /// # Errors
    /// See [`begin`](Self::begin).
    pub fn end(mut self) -> io::Result<W> {
        self.out.write_all(after().as_bytes())?;
        self.out.flush()?;
        Ok(self.out)
    }
}

/// Where exchanges come from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    Page,
    /// A server, as events of `exchanges` beside the page.
    Server,
}

/// A page without exchanges, for a server: the page asks for `exchanges` beside it, a stream of server-sent events. Those called `exchange`
/// have the [`Lines`] of one as their data.
///
/// `begin` has how many exchanges the server no longer keeps, and comes first; `anew` lets the page begin anew, because what comes next
/// is not kept.
#[must_use]
pub fn live_page(name: &str) -> String {
    format!("{}{}\n{}", before(Source::Server), about(&[name], Source::Server), after())
}

/// The lines that come before those of exchanges.
fn about(files: &[&str], source: Source) -> String {
    let page = json!({"version": VERSION, "files": files, "live": source == Source::Server});
    format!("{}\n{}", data::line("page", &data::compact(page)), data::line("schema", &schema::tables()))
}

/// The markup has one place for each of the others.
fn before(source: Source) -> String {
    let (before, _) = MARKUP.split_once("{data}").unwrap_or_default();
    before.replace("{policy}", &policy(source)).replace("{style}", STYLE)
}

fn after() -> String {
    let (_, after) = MARKUP.split_once("{data}").unwrap_or_default();
    after.replace("{script}", SCRIPT)
}

/// The style and the script of this page, images that are in the page, the server that it comes from if that tells of exchanges, and
/// nothing else; and no text becomes markup.
fn policy(source: Source) -> String {
    let connect = match source {
        Source::Page => "",
        Source::Server => "connect-src 'self'; ",
    };
    format!(
        "default-src 'none'; script-src '{}'; style-src '{}'; img-src data:; {connect}base-uri 'none'; form-action 'none'; \
         require-trusted-types-for 'script'; trusted-types 'none'",
        hash(SCRIPT),
        hash(STYLE)
    )
}

fn hash(text: &str) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(hmac_sha256::Hash::hash(text.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_markup_has_one_place_for_each_part() {
        for place in ["{policy}", "{style}", "{data}", "{script}"] {
            assert_eq!(MARKUP.matches(place).count(), 1, "{place}");
        }
        let places = ["{policy}", "{style}", "{data}", "{script}"].map(|place| MARKUP.find(place));
        assert!(places.is_sorted());
        for part in [STYLE, SCRIPT] {
            assert!(!part.contains("</s") && !part.contains("<!--"), "it would end its element");
            assert!(!part.contains('\r'), "a browser hashes what it reads, without carriage returns");
        }
    }

    #[test]
    fn text_never_becomes_markup() {
        for way in
            ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "srcdoc", "setTimeout(\""]
        {
            assert!(!SCRIPT.contains(way), "{way}");
        }
    }
}
