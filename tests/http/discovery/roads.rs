//! The roads that discovery may have to go: what is asked for, what comes back, and how it ends.

/// What a place answers: to a request without a token, and to one with.
#[derive(Clone, Copy, Debug)]
pub(super) enum Says {
    /// No answer.
    Nothing,
    Status(u16),
    /// A resource with one link.
    Leads(&'static str, &'static str),
    Moved(&'static str),
    /// 401, with the `WWW-Authenticate` headers.
    Asks(&'static [&'static str]),
    /// A token.
    Gives(&'static str),
    /// The error of a token service.
    Refuses(&'static str),
}
use self::Says::{Asks, Gives, Leads, Moved, Nothing, Refuses, Status};

/// Method, URL, whether a token must be there (`+`), must not (`-`), or either (` `); and the answer.
pub(super) type Script = &'static [(&'static str, Says)];

pub(super) const INTERNAL: (&str, Says) = ("GET - https://lyncdiscoverinternal.contoso.com/", Nothing);
pub(super) const EXTERNAL: (&str, Says) =
    ("GET - https://lyncdiscover.contoso.com/", Leads("user", "https://web.contoso.com/oauth/user"));
const OAUTH: &str =
    r#"MsRtcOAuth href="https://web.contoso.com/WebTicket/oauthtoken",grant_type="urn:microsoft.rtc:windows,password""#;
pub(super) const ASKED: (&str, Says) = ("GET - https://web.contoso.com/oauth/user", Asks(&[OAUTH]));
pub(super) const TOKEN: (&str, Says) = ("POST - https://web.contoso.com/WebTicket/oauthtoken", Gives("cwt=A"));
pub(super) const HOME: (&str, Says) =
    ("GET + https://web.contoso.com/oauth/user", Leads("applications", "/ucwa/v1/applications"));

/// A script, and how it ends: where the application is made and with which token, or the error.
pub(super) const ROADS: &[(&str, Script, &str)] = &[
    ("the usual one", &[INTERNAL, EXTERNAL, ASKED, TOKEN, HOME], "https://web.contoso.com/ /ucwa/v1/applications cwt=A"),
    (
        "inside the network",
        &[("GET - https://lyncdiscoverinternal.contoso.com/", EXTERNAL.1), ASKED, TOKEN, HOME],
        "https://web.contoso.com/ /ucwa/v1/applications cwt=A",
    ),
    (
        "a page where the internal name is somebody else's",
        &[("GET - https://lyncdiscoverinternal.contoso.com/", Status(404)), EXTERNAL, ASKED, TOKEN, HOME],
        "https://web.contoso.com/ /ucwa/v1/applications cwt=A",
    ),
    (
        "a redirection of HTTP to another domain is not followed",
        &[
            ("GET - https://lyncdiscoverinternal.contoso.com/", Moved("https://portal.example/login")),
            EXTERNAL,
            ASKED,
            TOKEN,
            HOME,
        ],
        "https://web.contoso.com/ /ucwa/v1/applications cwt=A",
    ),
    (
        "a redirection of HTTP within the domain is",
        &[
            ("GET - https://lyncdiscoverinternal.contoso.com/", Moved("https://web.contoso.com/root")),
            ("GET - https://web.contoso.com/root", Moved("/Root")),
            ("GET - https://web.contoso.com/Root", Leads("user", "/oauth/user")),
            ASKED,
            TOKEN,
            HOME,
        ],
        "https://web.contoso.com/ /ucwa/v1/applications cwt=A",
    ),
    (
        "two challenges in one header",
        &[
            INTERNAL,
            EXTERNAL,
            (
                ASKED.0,
                Asks(&[
                    r#"Bearer trusted_issuers="0ff1@contoso.com", client_id="4",MsRtcOAuth href=https://web.contoso.com/WebTicket/oauthtoken,grant_type="password""#,
                ]),
            ),
            TOKEN,
            HOME,
        ],
        "https://web.contoso.com/ /ucwa/v1/applications cwt=A",
    ),
    (
        "another pool before signing in",
        &[
            INTERNAL,
            ("GET - https://lyncdiscover.contoso.com/", Leads("redirect", "https://pool2.contoso.com/root")),
            ("GET - https://pool2.contoso.com/root", Leads("user", "https://web.contoso.com/oauth/user")),
            ASKED,
            TOKEN,
            HOME,
        ],
        "https://web.contoso.com/ /ucwa/v1/applications cwt=A",
    ),
    (
        "another pool after signing in: the token stays behind",
        &[
            INTERNAL,
            EXTERNAL,
            ASKED,
            TOKEN,
            (HOME.0, Leads("redirect", "https://pool2.contoso.com/root")),
            ("GET - https://pool2.contoso.com/root", Leads("user", "/user")),
            ("GET - https://pool2.contoso.com/user", Asks(&["MsRtcOAuth href=/oauthtoken"])),
            ("POST - https://pool2.contoso.com/oauthtoken", Gives("cwt=B")),
            ("GET + https://pool2.contoso.com/user", Leads("applications", "/ucwa/v1/applications")),
        ],
        "https://pool2.contoso.com/ /ucwa/v1/applications cwt=B",
    ),
    (
        "the applications on another server, which has a token of its own",
        &[
            INTERNAL,
            EXTERNAL,
            ASKED,
            TOKEN,
            (HOME.0, Leads("applications", "https://pool2.contoso.com/ucwa/v1/applications")),
            ("GET - https://pool2.contoso.com/ucwa/v1/applications", Asks(&["MsRtcOAuth href=/oauthtoken"])),
            ("POST - https://pool2.contoso.com/oauthtoken", Gives("cwt=B")),
        ],
        "https://pool2.contoso.com/ https://pool2.contoso.com/ucwa/v1/applications cwt=B",
    ),
    (
        "the applications on another server, which asks for nothing",
        &[
            INTERNAL,
            EXTERNAL,
            ASKED,
            TOKEN,
            (HOME.0, Leads("applications", "https://pool2.contoso.com/ucwa/v1/applications")),
            ("GET - https://pool2.contoso.com/ucwa/v1/applications", Status(405)),
        ],
        "https://pool2.contoso.com/ https://pool2.contoso.com/ucwa/v1/applications no token",
    ),
    (
        "a circle",
        &[
            INTERNAL,
            ("GET - https://lyncdiscover.contoso.com/", Leads("redirect", "https://a.contoso.com/root")),
            ("GET - https://a.contoso.com/root", Leads("redirect", "https://lyncdiscover.contoso.com/")),
        ],
        "no server was found: https://lyncdiscoverinternal.contoso.com/: no answer; https://lyncdiscover.contoso.com/: led in a circle",
    ),
    (
        "a circle inside the network costs the other name nothing",
        &[
            ("GET - https://lyncdiscoverinternal.contoso.com/", Leads("redirect", "https://lyncdiscoverinternal.contoso.com/")),
            EXTERNAL,
            ASKED,
            TOKEN,
            HOME,
        ],
        "https://web.contoso.com/ /ucwa/v1/applications cwt=A",
    ),
    (
        "a road without an end",
        &[
            INTERNAL,
            ("GET - https://lyncdiscover.contoso.com/", Leads("redirect", "/1")),
            ("GET - https://lyncdiscover.contoso.com/1", Leads("redirect", "/2")),
            ("GET - https://lyncdiscover.contoso.com/2", Leads("redirect", "/3")),
            ("GET - https://lyncdiscover.contoso.com/3", Leads("redirect", "/4")),
        ],
        "no server was found: https://lyncdiscoverinternal.contoso.com/: no answer; https://lyncdiscover.contoso.com/3: expected at most 3 redirections, but found more",
    ),
    (
        "nobody",
        &[INTERNAL, ("GET - https://lyncdiscover.contoso.com/", Status(503))],
        "no server was found: https://lyncdiscoverinternal.contoso.com/: no answer; https://lyncdiscover.contoso.com/: expected an answer of UCWA, but found 503 with no body",
    ),
    (
        "a root that leads nowhere",
        &[INTERNAL, ("GET - https://lyncdiscover.contoso.com/", Leads("xframe", "/x"))],
        "no server was found: https://lyncdiscoverinternal.contoso.com/: no answer; https://lyncdiscover.contoso.com/: expected a link to `applications`, `user` or `redirect`, but found none",
    ),
    (
        "a link that is none",
        &[INTERNAL, ("GET - https://lyncdiscover.contoso.com/", Leads("user", "javascript:alert(1)"))],
        "no server was found: https://lyncdiscoverinternal.contoso.com/: no answer; https://lyncdiscover.contoso.com/: the href cannot be requested: expected `http` or `https` and a host, but found the scheme `javascript`",
    ),
    (
        "a challenge that points elsewhere",
        &[INTERNAL, EXTERNAL, (ASKED.0, Asks(&["MsRtcOAuth href=\"https://login.example/token\""]))],
        "expected a server that is trusted, but found that https://web.contoso.com/oauth/user wants the credentials sent to https://login.example",
    ),
    (
        "a challenge over plain HTTP",
        &[INTERNAL, EXTERNAL, (ASKED.0, Asks(&["MsRtcOAuth href=\"http://web.contoso.com/token\""]))],
        "expected a server that is trusted, but found that https://web.contoso.com/oauth/user wants the credentials sent to http://web.contoso.com",
    ),
    (
        "somebody else who wants a token of ours",
        &[
            INTERNAL,
            ("GET - https://lyncdiscover.contoso.com/", Leads("redirect", "https://contoso.com.example/root")),
            ("GET - https://contoso.com.example/root", Leads("user", "/user")),
            ("GET - https://contoso.com.example/user", Asks(&[OAUTH])),
        ],
        "expected a server that is trusted, but found that https://contoso.com.example/user wants the token sent to https://contoso.com.example",
    ),
    (
        "a server that takes no password",
        &[INTERNAL, EXTERNAL, (ASKED.0, Asks(&["MsRtcOAuth href=/t,grant_type=\"urn:microsoft.rtc:passive\""]))],
        "expected a grant that fits https://web.contoso.com/oauth/user, which asks for MsRtcOAuth href=\"/t\", grant_type=\"urn:microsoft.rtc:passive\"",
    ),
    (
        "a server without a token service",
        &[INTERNAL, EXTERNAL, (ASKED.0, Asks(&["Bearer trusted_issuers=\"x\""]))],
        "expected a grant that fits https://web.contoso.com/oauth/user, which asks for Bearer trusted_issuers=\"x\"",
    ),
    (
        "a wrong password",
        &[INTERNAL, EXTERNAL, ASKED, (TOKEN.0, Refuses("invalid_grant"))],
        "the token service for https://web.contoso.com/oauth/user refuses: 400 invalid_grant",
    ),
    (
        "a password is not sent on",
        &[INTERNAL, EXTERNAL, ASKED, (TOKEN.0, Moved("https://web.contoso.com/elsewhere"))],
        "no token from https://web.contoso.com/WebTicket/oauthtoken: expected an answer of UCWA, but found 302 with no body",
    ),
    (
        "a token that is not taken",
        &[INTERNAL, EXTERNAL, ASKED, TOKEN, (HOME.0, Asks(&[OAUTH]))],
        "expected https://web.contoso.com/oauth/user to take the token that it asked for, but found another challenge",
    ),
    (
        "nobody who gives tokens",
        &[INTERNAL, EXTERNAL, ASKED, (TOKEN.0, Nothing)],
        "expected an answer of the token service https://web.contoso.com/WebTicket/oauthtoken, but found none",
    ),
    (
        "a server that turns the user away",
        &[INTERNAL, EXTERNAL, ASKED, TOKEN, (HOME.0, Status(403))],
        "no server was found: https://lyncdiscoverinternal.contoso.com/: no answer; https://web.contoso.com/oauth/user: expected an answer of UCWA, but found 403 with no body",
    ),
];
