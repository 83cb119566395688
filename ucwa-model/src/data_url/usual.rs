//! Message bodies as servers write them: text in UTF-8, form-urlencoded, nothing to mend.

use memchr::memchr3;

use super::{DataBody, DataEncoding};

/// Their media types, with and without the parameter.
const HEADERS: [(&str, &str); 2] = [("text/plain;charset=utf-8", "text/plain"), ("text/html;charset=utf-8", "text/html")];

/// Decodes such a body; what is not quite usual is not decoded here.
pub(super) fn try_fast_decode(url: &str) -> Option<DataBody> {
    let url = url.strip_prefix("data:")?;
    let body = |header| url.strip_prefix(header)?.strip_prefix(',');
    let (header, media_type, body) =
        HEADERS.iter().find_map(|(header, media_type)| Some((*header, *media_type, body(header)?)))?;
    Some(DataBody {
        header: header.into(),
        media_type: media_type.into(),
        parameters: vec![("charset".into(), "utf-8".into())],
        encoding: DataEncoding::Url,
        bytes: decoded(body)?,
    })
}

fn decoded(body: &str) -> Option<Vec<u8>> {
    // white space round a URL is none of it, nor are line breaks inside
    if body.ends_with(|last| last <= ' ') || memchr3(b'\t', b'\n', b'\r', body.as_bytes()).is_some() {
        return None;
    }
    let mut bytes = Vec::with_capacity(body.len());
    let mut pieces = body.as_bytes().split(|byte| *byte == b'%');
    bytes.extend(spaced(pieces.next()?));
    for piece in pieces {
        let ([high, low], rest) = piece.split_first_chunk()?;
        bytes.push(digit(*high)? << 4 | digit(*low)?);
        bytes.extend(spaced(rest));
    }
    Some(bytes)
}

fn spaced(text: &[u8]) -> impl Iterator<Item = u8> {
    text.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte })
}

fn digit(byte: u8) -> Option<u8> {
    let digit = char::from(byte).to_digit(16)?;
    u8::try_from(digit).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_usual_is_decoded_as_anything_is() {
        let pieces = [
            "a", "b", "+", "%20", "%c3%a9", "%C3", "%2B", "%0d%0a", "é", "#", "?", ",", ";", "%", "%4", "%zz", "\n", " ", "\u{1}",
        ];
        let (mut dice, mut usual) = (fastrand::Rng::with_seed(3), 0);
        for round in 0..4000 {
            let common = if round % 2 == 0 { 11 } else { pieces.len() };
            let body: String = (0..dice.usize(..12)).map(|_| pieces[dice.usize(..common)]).collect();
            let (header, _) = HEADERS[dice.usize(..HEADERS.len())];
            let url = format!("data:{header},{body}");
            if let Some(found) = try_fast_decode(&url) {
                assert_eq!(DataBody::decode_any(&url), Ok(found), "{url}");
                usual += 1;
            }
        }
        assert!((2000..3900).contains(&usual), "{usual}");
        assert!(try_fast_decode("data:text/plain;charset=utf-8;base64,aGk=").is_none());
    }
}
