//! The application, and the four areas that it embeds.

use ucwa_model::{
    Link,
    discovery::{self, Redirect, Root, User},
    online_meetings::OnlineMeetings,
    people::People,
};

use super::{communication, groups, link, me, privacy, subscriptions};
use crate::world::{
    World,
    application::{APPLICATIONS, Application, ApplicationId, place},
    user::UserId,
};

/// Where discovery begins.
pub(crate) fn root(world: &World) -> Root {
    let mut root = Root::default();
    root.self_link = Link::new(format!("{}/", world.origin)).into();
    root.user_link = Link::new(user_url(world, &world.origin)).into();
    root.xframe_link = Link::new(format!("{}{XFRAME}", world.origin)).into();
    root
}

/// Where somebody without an account makes an application.
pub(crate) const ANONYMOUS: &str = "/ucwa/v1/anonApplications";

/// Where [`user`] is, with the domain for which it was asked, as servers have it: some clients take the URL apart and expect a query.
fn user_url(world: &World, origin: &str) -> String {
    let domain = world.users.first().and_then(|user| user.address.split('@').nth(1)).unwrap_or_default();
    format!("{origin}{USER}?originalDomain={domain}")
}

/// The path of [`user`].
pub(crate) const USER: &str = "/Autodiscover/AutodiscoverService.svc/root/oauth/user";
/// The path of [`redirect`].
pub(crate) const REDIRECT: &str = "/Autodiscover/AutodiscoverService.svc/root/user/redirect";
/// The path of the page that lets others in a browser send requests.
pub(crate) const XFRAME: &str = "/Autodiscover/XFrame/XFrame.html";

/// Whose server this is, or where theirs is.
pub(crate) fn user(world: &World, user: UserId) -> User {
    let is_elsewhere = world.users.get(user).is_some_and(|user| user.server != world.here);
    let is_guest = world.users.get(user).is_some_and(|user| user.guest.is_some());
    let mut user = User::default();
    user.self_link = Link::new(user_url(world, &world.origin)).into();
    if is_elsewhere {
        user.redirect_link = Link::new(format!("{}{REDIRECT}", world.origin)).into();
    } else if is_guest {
        user.applications_link = Link::new(format!("{}{ANONYMOUS}", world.origin)).into();
    } else {
        user.applications_link = Link::new(format!("{}{APPLICATIONS}", world.origin)).with_revision("2").into();
    }
    user.xframe_link = Link::new(format!("{}{XFRAME}", world.origin)).into();
    user
}

/// Where the other server is, which whoever is at home there has to go on with; nothing if there is no other.
pub(crate) fn redirect(world: &World) -> Option<Redirect> {
    let (_, other) = world.origins.iter().enumerate().find(|(server, _)| *server != world.here)?;
    let mut redirect = Redirect::default();
    redirect.self_link = Link::new(format!("{}{REDIRECT}", world.origin)).into();
    redirect.user_link = Link::new(user_url(world, other)).into();
    redirect.xframe_link = Link::new(format!("{other}{XFRAME}")).into();
    Some(redirect)
}

/// An application, from which everything else is found.
pub(crate) fn application(world: &World, id: ApplicationId) -> Option<discovery::Application> {
    let Application { made, channel, .. } = world.applications.get(&id)?;
    let mut shown = discovery::Application::default();
    shown.culture = made.culture.as_ref().map(|culture| culture.as_str().into());
    shown.endpoint_id = made.endpoint_id.as_ref().map(|endpoint| endpoint.as_str().into());
    shown.instance_id = made.instance_id.as_ref().map(|instance| instance.as_str().into());
    shown.user_agent = made.user_agent.as_ref().map(|agent| agent.as_str().into());
    shown.type_ = made.type_.clone();
    shown.id = Some(id.to_string().into());
    shown.self_link = link(id, "");
    shown.batch_link = link(id, "batch");
    shown.events_link = link(id, &format!("events?ack={}", channel.current()));
    shown.policies_link = link(id, "policies");
    shown.report_my_network_link = link(id, "reportMyNetwork");
    shown.me = me::me(world, id).map(Box::new);
    shown.people = Some(Box::new(people(id)));
    shown.communication = communication::communication(world, id).map(Box::new);
    shown.online_meetings = Some(Box::new(online_meetings(id)));
    Some(shown)
}

/// People: contacts, groups and subscriptions.
pub(crate) fn people(id: ApplicationId) -> People {
    let mut people = People::default();
    people.self_link = link(id, "people");
    let second = |path: &str| Link::new(place(id, path)).with_revision("2");
    people.my_contacts_link = link(id, "people/contacts");
    people.my_groups_link = second(groups::GROUPS).into();
    people.my_group_memberships_link = second(groups::MEMBERSHIPS).into();
    people.my_privacy_relationships_link = link(id, privacy::RELATIONSHIPS);
    people.presence_subscriptions_link = link(id, subscriptions::SUBSCRIPTIONS);
    people.presence_subscription_memberships_link = link(id, subscriptions::MEMBERSHIPS);
    people.my_contacts_and_groups_subscription_link = link(id, subscriptions::LIST);
    people.subscribed_contacts_link = link(id, subscriptions::SUBSCRIBED);
    people.search_link = second("people/search").into();
    people
}

/// Online meetings.
pub(crate) fn online_meetings(id: ApplicationId) -> OnlineMeetings {
    let mut meetings = OnlineMeetings::default();
    meetings.self_link = link(id, "onlineMeetings");
    meetings.my_online_meetings_link = link(id, "onlineMeetings/myOnlineMeetings");
    meetings.online_meeting_default_values_link = link(id, "onlineMeetings/defaultValues");
    meetings.online_meeting_eligible_values_link = link(id, "onlineMeetings/eligibleValues");
    meetings.online_meeting_policies_link = link(id, "onlineMeetings/policies");
    meetings.my_assigned_online_meeting_link = link(id, "onlineMeetings/myAssignedOnlineMeeting");
    meetings.online_meeting_invitation_customization_link = link(id, "onlineMeetings/customInvitation");
    meetings.phone_dial_in_information_link = link(id, "onlineMeetings/phoneDialInInformation");
    meetings
}
