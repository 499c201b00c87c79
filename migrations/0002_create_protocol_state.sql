-- What the protocol engine keeps between two runs, one account beside the
-- other: account_id leads every key. It names no row of accounts, because a
-- link that is being made has state before it is known whose it will be; such
-- state stands under a negative number until it is handed over.
--
-- Columns ending in _s are seconds since 1970 as the engine counts and compares
-- them. BLOBs are the engine's own bytes and mean nothing here. Tables whose rows
-- are commonly longer than a twentieth of a page keep a rowid: such rows would
-- make a tree without one needlessly deep.

CREATE TABLE protocol_devices (
  account_id INTEGER PRIMARY KEY,
  format INTEGER NOT NULL,
  device BLOB NOT NULL,
  phone_jid TEXT,
  lid_jid TEXT
) STRICT;

CREATE TABLE protocol_identities (
  account_id INTEGER NOT NULL,
  address TEXT NOT NULL,
  key BLOB NOT NULL CHECK (length(key) = 32),
  PRIMARY KEY (account_id, address)
) STRICT, WITHOUT ROWID;

CREATE TABLE protocol_sessions (
  account_id INTEGER NOT NULL,
  address TEXT NOT NULL,
  session BLOB NOT NULL,
  PRIMARY KEY (account_id, address)
) STRICT;

CREATE TABLE protocol_base_keys (
  account_id INTEGER NOT NULL,
  address TEXT NOT NULL,
  message_id TEXT NOT NULL,
  base_key BLOB NOT NULL,
  PRIMARY KEY (account_id, address, message_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE protocol_prekeys (
  account_id INTEGER NOT NULL,
  id INTEGER NOT NULL,
  record BLOB NOT NULL,
  uploaded INTEGER NOT NULL CHECK (uploaded IN (0, 1)),
  PRIMARY KEY (account_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE protocol_signed_prekeys (
  account_id INTEGER NOT NULL,
  id INTEGER NOT NULL,
  record BLOB NOT NULL,
  PRIMARY KEY (account_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE protocol_sender_keys (
  account_id INTEGER NOT NULL,
  address TEXT NOT NULL,
  record BLOB NOT NULL,
  PRIMARY KEY (account_id, address)
) STRICT;

CREATE TABLE protocol_sender_key_devices (
  account_id INTEGER NOT NULL,
  group_jid TEXT NOT NULL,
  device_jid TEXT NOT NULL,
  has_key INTEGER NOT NULL CHECK (has_key IN (0, 1)),
  PRIMARY KEY (account_id, group_jid, device_jid)
) STRICT, WITHOUT ROWID;

CREATE TABLE protocol_sync_keys (
  account_id INTEGER NOT NULL,
  key_id BLOB NOT NULL,
  key BLOB NOT NULL,
  PRIMARY KEY (account_id, key_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE protocol_sync_versions (
  account_id INTEGER NOT NULL,
  collection TEXT NOT NULL,
  state BLOB NOT NULL,
  PRIMARY KEY (account_id, collection)
) STRICT, WITHOUT ROWID;

CREATE TABLE protocol_mutation_macs (
  account_id INTEGER NOT NULL,
  collection TEXT NOT NULL,
  index_mac BLOB NOT NULL,
  value_mac BLOB NOT NULL,
  PRIMARY KEY (account_id, collection, index_mac)
) STRICT, WITHOUT ROWID;

CREATE TABLE protocol_lid_mappings (
  account_id INTEGER NOT NULL,
  lid TEXT NOT NULL,
  phone TEXT NOT NULL,
  created_s INTEGER NOT NULL,
  updated_s INTEGER NOT NULL,
  source TEXT NOT NULL,
  PRIMARY KEY (account_id, lid)
) STRICT, WITHOUT ROWID;

CREATE INDEX protocol_lid_mappings_by_phone ON protocol_lid_mappings (account_id, phone, updated_s);

CREATE TABLE protocol_device_lists (
  account_id INTEGER NOT NULL,
  user TEXT NOT NULL,
  list BLOB NOT NULL,
  PRIMARY KEY (account_id, user)
) STRICT;

CREATE TABLE protocol_group_metadata (
  account_id INTEGER NOT NULL,
  group_jid TEXT NOT NULL,
  metadata BLOB NOT NULL,
  PRIMARY KEY (account_id, group_jid)
) STRICT;

CREATE TABLE protocol_tc_tokens (
  account_id INTEGER NOT NULL,
  jid TEXT NOT NULL,
  token BLOB NOT NULL,
  token_s INTEGER NOT NULL,
  sender_s INTEGER,
  PRIMARY KEY (account_id, jid)
) STRICT, WITHOUT ROWID;

CREATE TABLE protocol_sent_messages (
  account_id INTEGER NOT NULL,
  chat_jid TEXT NOT NULL,
  message_id TEXT NOT NULL,
  payload BLOB NOT NULL,
  stored_s INTEGER NOT NULL,
  PRIMARY KEY (account_id, chat_jid, message_id)
) STRICT;

CREATE INDEX protocol_sent_messages_by_age ON protocol_sent_messages (account_id, stored_s);

CREATE TABLE protocol_pending_inbound (
  account_id INTEGER NOT NULL,
  chat_jid TEXT NOT NULL,
  sender_jid TEXT NOT NULL,
  message_id TEXT NOT NULL,
  message BLOB NOT NULL,
  stored_s INTEGER NOT NULL,
  PRIMARY KEY (account_id, chat_jid, sender_jid, message_id)
) STRICT;

CREATE INDEX protocol_pending_inbound_by_age ON protocol_pending_inbound (account_id, stored_s);

CREATE TABLE protocol_message_secrets (
  account_id INTEGER NOT NULL,
  chat_jid TEXT NOT NULL,
  sender_jid TEXT NOT NULL,
  message_id TEXT NOT NULL,
  secret BLOB NOT NULL CHECK (length(secret) = 32),
  expires_s INTEGER NOT NULL,
  message_s INTEGER NOT NULL,
  PRIMARY KEY (account_id, chat_jid, sender_jid, message_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX protocol_message_secrets_by_expiry ON protocol_message_secrets (account_id, expires_s) WHERE expires_s <> 0;
