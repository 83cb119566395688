//! Pictures of people: a square in the colour of their address.

use std::hash::{DefaultHasher, Hash, Hasher};

/// The side of a picture in pixels, from a size as in `HR64X64`. `None` if that is no square of such a size.
pub(crate) fn pixels(size: Option<&str>) -> Option<u32> {
    let Some(size) = size else { return Some(USUAL) };
    let size = size.strip_prefix("HR").unwrap_or(size);
    let (width, height) = size.split_once(['x', 'X'])?;
    let (width, height): (u32, u32) = (width.trim().parse().ok()?, height.trim().parse().ok()?);
    (width == height && (1..=LARGEST).contains(&width)).then_some(width)
}

const USUAL: u32 = 48;
/// As mailboxes keep them.
const LARGEST: u32 = 648;

/// The picture, as PNG.
pub(crate) fn of(address: &str, pixels: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, pixels, pixels);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::One);
    let mut hasher = DefaultHasher::new();
    address.to_ascii_lowercase().hash(&mut hasher);
    let [red, green, blue, ..] = hasher.finish().to_be_bytes();
    encoder.set_palette(vec![red, green, blue, 0xff, 0xff, 0xff]);
    let rows = pixels.div_ceil(8).saturating_mul(pixels);
    let data = vec![0; rows as usize];
    let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(&data));
    // into memory, and of a size that fits: there is nothing that could fail
    if written.is_err() {
        bytes.clear();
    }
    bytes
}
