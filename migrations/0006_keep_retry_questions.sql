-- Recipients who could not read a message and asked for it again, until they are
-- known to have it. The words come along: the engine takes them out of its own
-- buffer while it answers.
CREATE TABLE protocol_retry_questions (
  account_id INTEGER NOT NULL,
  message_id TEXT NOT NULL,
  device_jid TEXT NOT NULL,
  chat_jid TEXT NOT NULL,
  count INTEGER NOT NULL,
  payload BLOB NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  asked_s INTEGER NOT NULL,
  PRIMARY KEY (account_id, message_id, device_jid)
) STRICT;
