//! What the account shows of itself, and signs of life of its phone.

use std::sync::Arc;

use frontdesk_domain::{network::Told, time::Timestamp};
use wa_rs::{
    Client as Engine,
    chrono::{DateTime, Utc},
    types::message::MessageSource,
    wacore::net::HttpRequest,
};

use super::shared::Shared;

/// A larger file is no profile picture.
const LARGEST_PICTURE: usize = 4 * 1024 * 1024;

const HTTP_OK: u16 = 200;

/// The phone is the account's device without a number.
const PHONE: u16 = 0;

/// Tells that the account's phone did something.
pub(super) fn notice_phone(shared: &Shared, source: &MessageSource, at: DateTime<Utc>) {
    if source.is_from_me && source.sender.device == PHONE {
        shared.teller.phone_seen(Timestamp(at.timestamp_millis()));
    }
}

/// Tells the name the account shows to others.
pub(super) fn tell_name(shared: &Shared, name: &str) {
    if !name.is_empty() {
        shared.teller.tell(Told::OwnName(name.to_owned()));
    }
}

/// Fetches and tells the account's picture. None is not news: an account
/// without one and one that cannot be fetched look the same.
pub(super) async fn fetch_picture(shared: Arc<Shared>, engine: Arc<Engine>) {
    let Some(me) = engine.pn() else { return };
    let asked = engine
        .contacts()
        .get_profile_picture(&me.to_non_ad(), true)
        .await;
    let Ok(Some(picture)) = asked else {
        tracing::debug!(known = asked.is_ok(), "No own picture");
        return;
    };
    let http = &shared.parts.options.http;
    match http.execute(HttpRequest::get(picture.url)).await {
        Ok(answer)
            if answer.status_code == HTTP_OK
                && (1..=LARGEST_PICTURE).contains(&answer.body.len()) =>
        {
            shared.teller.tell(Told::OwnPicture(answer.body));
        }
        Ok(answer) => tracing::debug!(status = answer.status_code, "No own picture"),
        Err(_) => tracing::debug!("The own picture cannot be fetched"),
    }
}
