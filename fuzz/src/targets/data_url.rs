//! Data URLs: what can be decoded can be encoded, and comes out the same.

use ucwa_model::{DataBody, DataEncoding};

pub fn run(data: &[u8]) {
    let Ok(url) = std::str::from_utf8(data) else {
        return;
    };
    let lenient = DataBody::decode_lenient(url);
    if let Ok(body) = DataBody::decode(url) {
        // without its line breaks it may say what it did not
        assert!(lenient.is_ok() || url.contains('\n'), "lenient is no stricter");
        let _ = (body.text().map(str::len), body.charset(), body.media_type());
        for again in [body.to_url(), body.to_base64_url()] {
            let decoded = DataBody::decode(&again);
            let decoded = decoded.as_ref().map(|decoded| (decoded.bytes(), decoded.parameters()));
            assert_eq!(decoded, Ok((body.bytes(), body.parameters())), "{again}");
        }
    }
    // any bytes are a body
    let body = DataBody::new("application/octet-stream", data);
    let (one, other) = (DataBody::decode(&body.to_url()), DataBody::decode(&body.to_base64_url()));
    let (Ok(one), Ok(other)) = (one, other) else { panic!("expected two bodies") };
    assert_eq!((one.bytes(), other.bytes()), (data, data));
    assert_eq!((one.encoding(), other.encoding()), (DataEncoding::Url, DataEncoding::Base64));
}
