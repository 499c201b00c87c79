//! Protobuf in and out, so that no other module names the codec.

pub(crate) use wa_rs::buffa::MessageField;
use wa_rs::buffa::{DecodeError, Message};
pub(crate) use wa_rs::waproto::whatsapp as wa;

/// The bytes of a protobuf message.
pub(crate) fn encode<M: Message>(message: &M) -> Vec<u8> {
    message.encode_to_vec()
}

/// The protobuf message in those bytes.
pub(crate) fn decode<M: Message>(bytes: &[u8]) -> Result<M, DecodeError> {
    M::decode_from_slice(bytes)
}

/// A present sub-message.
pub(crate) fn some<T: Default>(value: T) -> MessageField<T> {
    MessageField::some(value)
}
