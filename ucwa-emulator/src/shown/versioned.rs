//! Resources that a PUT replaces: each has a version, and a member with a random name that a PUT has to bring back.

use std::hash::{DefaultHasher, Hash, Hasher};

use ucwa_model::{Codec, Value, record::Record};

use crate::world::World;

/// What the member says.
pub(crate) const PLEASE: &str = "please pass this in a PUT request";

/// A resource with both. They stay as they are as long as the resource does.
pub(crate) fn versioned<T: Codec>(world: &World, mut resource: T) -> T {
    let own = resource.member("self").and_then(|link| link.as_link().map(|link| link.href.to_string())).unwrap_or_default();
    let text = resource.to_json().unwrap_or_default();
    let extra = resource.extra_mut();
    extra.push_property(name(world, &own), Value::from(PLEASE));
    extra.push_property("etag", Value::from(hash(&(world.seal, text)).to_string().as_str()));
    resource
}

/// A name such as `c558dd5a-d323-484a-8b82-9c71687f04ef`, whose end is that of all names of this server.
fn name(world: &World, own: &str) -> String {
    let [a, b, c, d, e, f, g, h] = hash(&(own, world.seal)).to_be_bytes();
    let end = end(world);
    format!("{a:02x}{b:02x}{c:02x}{d:02x}-{e:02x}{f:02x}-4{:01x}{g:02x}-8{:01x}{h:02x}-{end}", a & 15, b & 15)
}

fn end(world: &World) -> String {
    format!("{:012x}", world.seal & 0xffff_ffff_ffff)
}

/// Whether it is the name of such a member.
pub(crate) fn is_name(world: &World, name: &str) -> bool {
    name.ends_with(&end(world))
}

/// Where that member stands among those that the schema does not know.
pub(crate) fn member(resource: &dyn Record) -> Option<&str> {
    let mut properties = resource.extra().properties().iter();
    properties.find(|(_, value)| value.as_str() == Some(PLEASE)).map(|(name, _)| name.as_str())
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
