//! What is settled for media, and how a relay would be reached. There is none: its ports are not set.

use std::time::Duration;

use ucwa_model::{Date, enumerations::RelayLocation};

use crate::{
    serve::{
        call::{Call, Outcome, found, not_found},
        routes::{Route, route},
    },
    shown::draft::{Draft, draft},
    world::World,
};

/// Their paths.
pub(in crate::serve) const ROUTES: &[Route] = &[
    route("communication/mediaPolicies", &[("GET", "mediaPolicies", Some(media))]),
    route("communication/audioVideoPolicies", &[("GET", "audioVideoPolicies", Some(audio_video))]),
    route("communication/mediaRelayAccessToken", &[("GET", "mediaRelayAccessToken", Some(token))]),
    route("communication/mediaRelayAccessToken/mediaRelays/{}", &[("GET", "mediaRelay", Some(relay))]),
    route("communication/mediaDiagnostics", &[("POST", "mediaDiagnostics", Some(diagnostics))]),
];

/// What an administrator would have left as it was.
const TEXTS: &[(&str, &str)] = &[
    ("applicationSharingBitRate", "50000"),
    ("applicationSharingEncryption", "Supported"),
    ("audioBitRate", "200"),
    ("audioBypass", "Disabled"),
    ("audioVideoEncryption", "Supported"),
    ("bandwidthControl", "Off"),
    ("externalAudioBypassMode", "Off"),
    ("fipsCompliantMedia", "Disabled"),
    ("highPerformanceApplicationSharingInOnlineMeeting", "Disabled"),
    ("internalAudioBypassMode", "Off"),
    ("maximumVideoRateAllowed", "Hd720p15M"),
    ("multiViewJoin", "Enabled"),
    ("poorDeviceWarnings", "Disabled"),
    ("poorNetworkWarnings", "Disabled"),
    ("portRange", "Disabled"),
    ("qualityOfService", "Disabled"),
    ("totalReceivedVideoBitRateKB", "50000"),
    ("video", "Enabled"),
    ("videoBitRate", "50000"),
];

/// The first and the last port that media may use, by what they are for.
const PORTS: &[(&str, i64)] = &[
    ("minimumAudioPort", 50_000),
    ("maximumAudioPort", 50_019),
    ("minimumVideoPort", 50_020),
    ("maximumVideoPort", 50_039),
    ("minimumApplicationSharingPort", 50_040),
    ("maximumApplicationSharingPort", 50_059),
];

fn media(_: &mut World, call: &Call) -> Outcome {
    found(Some(draft(call.application, "mediaPolicies", "communication/mediaPolicies", |draft| {
        for (name, text) in TEXTS {
            draft.text(name, text);
        }
        for (name, port) in PORTS {
            draft.number(name, *port);
        }
    })))
}

fn audio_video(_: &mut World, call: &Call) -> Outcome {
    found(Some(draft(call.application, "audioVideoPolicies", "communication/audioVideoPolicies", |draft| {
        draft.text("joinScheduledOnlineMeeting", "Unmuted").text("multiView", "Enabled");
    })))
}

/// How long credentials last.
const LASTS: Duration = Duration::from_secs(8 * 60 * 60);

fn token(world: &mut World, call: &Call) -> Outcome {
    let user = world.users.get(call.user).ok_or_else(not_found)?;
    let (uri, account) = (user.uri(), user.account().to_owned());
    let lasts = i64::try_from(LASTS.as_millis()).unwrap_or_default();
    let until = world.clock.date().and_then(|date| Date::from_milliseconds(date.as_milliseconds() + lasts));
    found(Some(draft(call.application, "mediaRelayAccessToken", "communication/mediaRelayAccessToken", |draft| {
        draft.number("duration", lasts / 60_000).text("Uri", &uri).date("validUntil", until);
        draft.text("userName", &account).text("password", format!("{:032x}", fastrand::u128(..)));
        for (index, _) in RELAYS.iter().enumerate() {
            let own = relay_path(index);
            draft.link("mediaRelay", &own).embed("mediaRelay", &own, |draft| fill(draft, index));
        }
    })))
}

/// The relays, inside and outside of the company's network.
const RELAYS: &[RelayLocation] = &[RelayLocation::Intranet, RelayLocation::Internet];

fn relay_path(index: usize) -> String {
    format!("communication/mediaRelayAccessToken/mediaRelays/{index}")
}

fn fill(draft: &mut Draft<'_>, index: usize) {
    draft.text("host", "127.0.0.1").text("ipv4", "127.0.0.1").number("tcpPort", -1).number("udpPort", -1);
    draft.maybe("location", RELAYS.get(index).map(ucwa_model::enumerations::RelayLocation::as_str));
}

fn relay(_: &mut World, call: &Call) -> Outcome {
    let index = usize::try_from(call.number(0)?).ok().filter(|index| *index < RELAYS.len()).ok_or_else(not_found)?;
    found(Some(draft(call.application, "mediaRelay", &relay_path(index), |draft| fill(draft, index))))
}

/// What a client says of the media of a call is taken, and not kept.
fn diagnostics(_: &mut World, _: &Call) -> Outcome {
    Ok(ucwa_model::http::Answer::done())
}
