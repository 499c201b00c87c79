//! The engine's errors as the application understands them. Their words are
//! not passed on: they quote addresses.

use frontdesk_domain::network::SendError;
use wa_rs::{
    AppStateError, ClientError, GroupError, SendError as EngineError, anyhow, request::IqError,
    wacore::store::error::StoreError,
};

/// Answers of the server that say that nobody is there.
const GONE: [u16; 3] = [404, 410, 401];

pub(crate) fn of_send(error: &EngineError) -> SendError {
    match error {
        EngineError::Client(error) => of_client(error),
        EngineError::NotLoggedIn => SendError::NotConnected,
        EngineError::Iq(error) => of_iq(error),
        EngineError::InvalidRequest(_) => SendError::Unsendable,
        EngineError::Internal(error) => of_anything(error),
        _ => SendError::Unknown,
    }
}

pub(crate) fn of_client(error: &ClientError) -> SendError {
    match error {
        ClientError::NotConnected | ClientError::NotLoggedIn => SendError::NotConnected,
        // The bytes may have left before the socket broke.
        ClientError::Socket(_) | ClientError::EncryptSend(_) => SendError::Unknown,
        ClientError::Iq(error) => of_iq(error),
        ClientError::Internal(error) => of_anything(error),
        _ => SendError::Unknown,
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the engine's list of errors grows; what is unknown may have left"
)]
pub(crate) fn of_group(error: &GroupError) -> SendError {
    match error {
        GroupError::Iq(error) => of_iq(error),
        GroupError::InvalidRequest(_) => SendError::Unsendable,
        GroupError::Internal(error) => of_anything(error),
        _ => SendError::Unknown,
    }
}

pub(crate) fn of_app_state(error: &AppStateError) -> SendError {
    match error {
        AppStateError::InvalidRequest(_) => SendError::Unsendable,
        AppStateError::Internal(error) => of_anything(error),
        _ => SendError::Unknown,
    }
}

/// An error in which the engine wrapped another one.
pub(crate) fn of_anything(error: &anyhow::Error) -> SendError {
    for cause in error.chain() {
        if let Some(error) = cause.downcast_ref::<ClientError>() {
            return of_client(error);
        }
        if let Some(error) = cause.downcast_ref::<IqError>() {
            return of_iq(error);
        }
        if cause.is::<StoreError>() {
            return SendError::NotStored;
        }
    }
    SendError::Unknown
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the engine's list of errors grows; what is unknown may have left"
)]
pub(crate) fn of_iq(error: &IqError) -> SendError {
    match error {
        IqError::ServerError { code, .. } if GONE.contains(code) => SendError::NobodyThere,
        IqError::NotConnected | IqError::Disconnected(_) | IqError::ClientState(_) => {
            SendError::NotConnected
        }
        _ => SendError::Unknown,
    }
}
