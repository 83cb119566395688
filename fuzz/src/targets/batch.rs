//! Batches: parts of any bytes, as a server and as a client read them.

use http::{Request as HttpRequest, Response};
use ucwa_model::http::{Batch, Operation, Request};

const MEDIA: &str = "multipart/batching; boundary=\"76b633fe\"";

pub fn run(data: &[u8]) {
    // the first line may be the media type
    let (media, body) = match data.split(|byte| *byte == b'\n').next().map(|line| (str::from_utf8(line), line.len())) {
        Some((Ok(line), length)) if line.starts_with("multipart/") => (line.trim_end(), &data[length + 1..]),
        _ => (MEDIA, data),
    };
    let request = HttpRequest::post("/batch").header("content-type", media).body(body.to_vec());
    if let Ok(request) = request {
        let parts = Batch::parts(&request);
        let read = Batch::read(&request, |part| Operation::find("me", part.method().as_str()));
        if let Ok(read) = &read {
            assert_eq!(Some(read.len()), parts.as_ref().ok().map(Vec::len), "a request for each part");
        }
    }
    let mut batch = Batch::new();
    for _ in 0..3 {
        if let Ok(one) = Request::get("me", "/me") {
            let _ = batch.push(one);
        }
    }
    if let Ok(response) = Response::builder().header("content-type", media).body(body.to_vec())
        && let Ok(answers) = batch.answers(&response)
    {
        assert_eq!(answers.len(), 3, "an answer for each request");
    }
}
