CREATE TABLE accounts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  phone TEXT UNIQUE,
  lid TEXT UNIQUE,
  display_name TEXT NOT NULL DEFAULT '',
  avatar_id INTEGER REFERENCES blobs (id) ON DELETE SET NULL,
  linked_at INTEGER,
  created_at INTEGER NOT NULL, phone_seen_at INTEGER, logout_reason TEXT, history_came INTEGER NOT NULL DEFAULT 0 CHECK (history_came >= 0),
  CHECK (phone IS NOT NULL OR lid IS NOT NULL)
) STRICT;

CREATE INDEX accounts_by_avatar ON accounts (avatar_id) WHERE avatar_id IS NOT NULL;

CREATE TABLE blob_garbage (
  name TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE blobs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  key BLOB NOT NULL CHECK (length(key) = 32),
  plain_size INTEGER NOT NULL CHECK (plain_size >= 0),
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE blocked_contacts (
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  contact_id INTEGER NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
  PRIMARY KEY (contact_id, account_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX blocked_contacts_by_account ON blocked_contacts (account_id);

CREATE TABLE chat_marks (
  chat_id INTEGER NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  value INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (chat_id, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE chats (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  kind TEXT NOT NULL,
  contact_id INTEGER REFERENCES contacts (id),
  group_jid TEXT,
  title TEXT NOT NULL DEFAULT '',
  pinned_at INTEGER,
  pinned INTEGER NOT NULL GENERATED ALWAYS AS (pinned_at IS NOT NULL) VIRTUAL,
  muted_until INTEGER,
  archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1)),
  unread INTEGER NOT NULL DEFAULT 0 CHECK (unread >= 0),
  draft TEXT NOT NULL DEFAULT '',
  last_message_id INTEGER,
  last_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL, hidden INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1)), marked_unread INTEGER NOT NULL DEFAULT 0 CHECK (marked_unread IN (0, 1)), read_through INTEGER, cleared_through INTEGER, answer_chat_id INTEGER, title_at INTEGER, notify TEXT, past_complete INTEGER NOT NULL DEFAULT 0 CHECK (past_complete IN (0, 1)), past_wanted INTEGER NOT NULL DEFAULT 0 CHECK (past_wanted IN (0, 1)),
  CHECK ((kind = 'direct') = (contact_id IS NOT NULL)),
  CHECK ((kind = 'group') = (group_jid IS NOT NULL))
) STRICT;

CREATE UNIQUE INDEX chats_by_contact ON chats (contact_id, account_id) WHERE contact_id IS NOT NULL;

CREATE UNIQUE INDEX chats_by_group ON chats (account_id, group_jid) WHERE group_jid IS NOT NULL;

CREATE INDEX chats_in_order ON chats (archived, pinned DESC, last_at DESC, id DESC);

CREATE INDEX chats_past_wanted ON chats (account_id, last_at, id) WHERE past_wanted = 1;

CREATE INDEX chats_unread ON chats (muted_until, unread) WHERE unread > 0 AND archived = 0;

CREATE TABLE contact_addresses (
  kind TEXT NOT NULL CHECK (kind IN ('phone', 'lid')),
  value TEXT NOT NULL,
  contact_id INTEGER NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
  PRIMARY KEY (kind, value)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX contact_addresses_by_contact ON contact_addresses (contact_id, kind);

CREATE TABLE contacts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL DEFAULT '',
  notes TEXT NOT NULL DEFAULT '',
  avatar_id INTEGER REFERENCES blobs (id) ON DELETE SET NULL,
  created_at INTEGER NOT NULL
, saved_name TEXT NOT NULL DEFAULT '', own_name TEXT NOT NULL DEFAULT '', own_name_at INTEGER) STRICT;

CREATE INDEX contacts_by_avatar ON contacts (avatar_id) WHERE avatar_id IS NOT NULL;

CREATE TABLE early_reads (
  chat_id INTEGER NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
  wire_id TEXT NOT NULL,
  PRIMARY KEY (chat_id, wire_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE former_addresses (
  kind TEXT NOT NULL CHECK (kind IN ('phone', 'lid')),
  value TEXT NOT NULL,
  contact_id INTEGER NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
  PRIMARY KEY (kind, value)
) STRICT, WITHOUT ROWID;

CREATE INDEX former_addresses_by_contact ON former_addresses (contact_id);

CREATE TABLE group_members (
  chat_id INTEGER NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
  contact_id INTEGER NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
  PRIMARY KEY (chat_id, contact_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX group_members_by_contact ON group_members (contact_id);

CREATE TABLE history_announced (
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  wire_id TEXT NOT NULL,
  settled INTEGER NOT NULL DEFAULT 0 CHECK (settled IN (0, 1)),
  PRIMARY KEY (wire_id, account_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX history_announced_open ON history_announced (account_id) WHERE settled = 0;

CREATE TABLE history_chunks (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  kind INTEGER NOT NULL,
  place INTEGER NOT NULL,
  progress INTEGER,
  chunk BLOB,
  pieces INTEGER NOT NULL DEFAULT 0,
  unreadable INTEGER NOT NULL DEFAULT 0 CHECK (unreadable IN (0, 1)),
  received_at INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX history_chunks_by_digest ON history_chunks (account_id, digest);

CREATE INDEX history_chunks_waiting ON history_chunks (id) WHERE chunk IS NOT NULL AND unreadable = 0;

CREATE TABLE link_events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  slot INTEGER NOT NULL CHECK (slot BETWEEN 1 AND 3),
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  cause TEXT,
  code INTEGER,
  lasted INTEGER
) STRICT;

CREATE INDEX link_events_by_slot ON link_events (slot, id);

CREATE TABLE message_changes (
  chat_id INTEGER NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
  wire_id TEXT NOT NULL,
  target_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  actor_id INTEGER NOT NULL,
  by_wire_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  value TEXT NOT NULL,
  payload BLOB,
  PRIMARY KEY (chat_id, wire_id, target_id, kind, actor_id, by_wire_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX message_changes_by_actor ON message_changes (actor_id) WHERE actor_id <> 0;

CREATE INDEX message_changes_by_target ON message_changes (target_id) WHERE target_id <> 0;

CREATE TABLE message_media (
  message_id INTEGER PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
  voice INTEGER NOT NULL CHECK (voice IN (0, 1)),
  mime TEXT NOT NULL,
  size INTEGER NOT NULL,
  file_name TEXT NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  seconds INTEGER NOT NULL,
  waveform BLOB NOT NULL,
  thumbnail BLOB NOT NULL,
  path TEXT NOT NULL,
  url TEXT NOT NULL,
  media_key BLOB NOT NULL,
  digest BLOB NOT NULL,
  encrypted_digest BLOB NOT NULL
) STRICT;

CREATE TABLE message_payloads (
  message_id INTEGER PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
  payload BLOB NOT NULL
) STRICT;

CREATE TABLE message_receipts (
  chat_id INTEGER NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
  wire_id TEXT NOT NULL,
  contact_id INTEGER NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
  delivered_at INTEGER,
  read_at INTEGER,
  played_at INTEGER,
  PRIMARY KEY (chat_id, wire_id, contact_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX message_receipts_by_contact ON message_receipts (contact_id);

CREATE TABLE messages (
  chat_id INTEGER NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  id INTEGER NOT NULL,
  sender_id INTEGER NOT NULL DEFAULT 0,
  wire_id TEXT NOT NULL,
  direction TEXT NOT NULL,
  kind TEXT NOT NULL,
  body TEXT NOT NULL DEFAULT '',
  meta TEXT CHECK (json_valid(meta)),
  quoted_wire_id TEXT,
  edited_at INTEGER,
  delivery TEXT,
  unread INTEGER NOT NULL DEFAULT 0 CHECK (unread IN (0, 1)), expires_at INTEGER, starred INTEGER NOT NULL DEFAULT 0 CHECK (starred IN (0, 1)),
  PRIMARY KEY (chat_id, at, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX messages_by_expiry ON messages (expires_at) WHERE expires_at IS NOT NULL;

CREATE UNIQUE INDEX messages_by_id ON messages (id);

CREATE INDEX messages_by_sender ON messages (sender_id) WHERE sender_id <> 0;

CREATE UNIQUE INDEX messages_by_wire_id ON messages (chat_id, wire_id, sender_id);

CREATE INDEX messages_unread ON messages (chat_id, at, id) WHERE unread = 1;

CREATE INDEX messages_unsupported ON messages (id) WHERE kind = 'unsupported';

CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  chat_id INTEGER NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
  message_id INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
  wire_id TEXT NOT NULL,
  body TEXT NOT NULL CHECK (json_valid(body)),
  state TEXT NOT NULL,
  reason TEXT CHECK (json_valid(reason)),
  attempt INTEGER NOT NULL DEFAULT 0,
  handed INTEGER NOT NULL DEFAULT 0 CHECK (handed IN (0, 1)),
  since INTEGER NOT NULL,
  queued_at INTEGER NOT NULL
) STRICT;

CREATE INDEX outbox_by_chat ON outbox (chat_id, id);

CREATE INDEX outbox_by_message ON outbox (message_id);

CREATE UNIQUE INDEX outbox_by_wire_id ON outbox (account_id, wire_id);

CREATE INDEX outbox_in_order ON outbox (account_id, id);

CREATE TABLE protocol_base_keys (
  account_id INTEGER NOT NULL,
  address TEXT NOT NULL,
  message_id TEXT NOT NULL,
  base_key BLOB NOT NULL,
  PRIMARY KEY (account_id, address, message_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE protocol_device_lists (
  account_id INTEGER NOT NULL,
  user TEXT NOT NULL,
  list BLOB NOT NULL,
  PRIMARY KEY (account_id, user)
) STRICT;

CREATE TABLE protocol_devices (
  account_id INTEGER PRIMARY KEY,
  format INTEGER NOT NULL,
  device BLOB NOT NULL,
  phone_jid TEXT,
  lid_jid TEXT
) STRICT;

CREATE TABLE protocol_group_metadata (
  account_id INTEGER NOT NULL,
  group_jid TEXT NOT NULL,
  metadata BLOB NOT NULL,
  PRIMARY KEY (account_id, group_jid)
) STRICT;

CREATE TABLE protocol_identities (
  account_id INTEGER NOT NULL,
  address TEXT NOT NULL,
  key BLOB NOT NULL CHECK (length(key) = 32),
  PRIMARY KEY (account_id, address)
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

CREATE TABLE protocol_mutation_macs (
  account_id INTEGER NOT NULL,
  collection TEXT NOT NULL,
  index_mac BLOB NOT NULL,
  value_mac BLOB NOT NULL,
  PRIMARY KEY (account_id, collection, index_mac)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE protocol_prekeys (
  account_id INTEGER NOT NULL,
  id INTEGER NOT NULL,
  record BLOB NOT NULL,
  uploaded INTEGER NOT NULL CHECK (uploaded IN (0, 1)),
  PRIMARY KEY (account_id, id)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE protocol_sender_key_devices (
  account_id INTEGER NOT NULL,
  group_jid TEXT NOT NULL,
  device_jid TEXT NOT NULL,
  has_key INTEGER NOT NULL CHECK (has_key IN (0, 1)),
  PRIMARY KEY (account_id, group_jid, device_jid)
) STRICT, WITHOUT ROWID;

CREATE TABLE protocol_sender_keys (
  account_id INTEGER NOT NULL,
  address TEXT NOT NULL,
  record BLOB NOT NULL,
  PRIMARY KEY (account_id, address)
) STRICT;

CREATE TABLE protocol_sent_messages (
  account_id INTEGER NOT NULL,
  chat_jid TEXT NOT NULL,
  message_id TEXT NOT NULL,
  payload BLOB NOT NULL,
  stored_s INTEGER NOT NULL,
  PRIMARY KEY (account_id, chat_jid, message_id)
) STRICT;

CREATE INDEX protocol_sent_messages_by_age ON protocol_sent_messages (account_id, stored_s);

CREATE TABLE protocol_sessions (
  account_id INTEGER NOT NULL,
  address TEXT NOT NULL,
  session BLOB NOT NULL,
  PRIMARY KEY (account_id, address)
) STRICT;

CREATE TABLE protocol_signed_prekeys (
  account_id INTEGER NOT NULL,
  id INTEGER NOT NULL,
  record BLOB NOT NULL,
  PRIMARY KEY (account_id, id)
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

CREATE TABLE protocol_tc_tokens (
  account_id INTEGER NOT NULL,
  jid TEXT NOT NULL,
  token BLOB NOT NULL,
  token_s INTEGER NOT NULL,
  sender_s INTEGER,
  PRIMARY KEY (account_id, jid)
) STRICT, WITHOUT ROWID;

CREATE TABLE send_tokens (
  token TEXT PRIMARY KEY,
  message_id INTEGER NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX send_tokens_by_age ON send_tokens (at);

CREATE TABLE settings (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL CHECK (json_valid(value))
) STRICT, WITHOUT ROWID;

CREATE TABLE slots (
  number INTEGER PRIMARY KEY CHECK (number BETWEEN 1 AND 3),
  label TEXT NOT NULL DEFAULT '',
  colour TEXT NOT NULL,
  account_id INTEGER UNIQUE REFERENCES accounts (id) ON DELETE SET NULL
, notify TEXT NOT NULL DEFAULT 'all', read_later INTEGER NOT NULL DEFAULT 0 CHECK (read_later IN (0, 1))) STRICT;

CREATE TABLE tellings (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  chat_id INTEGER NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
  body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;

CREATE INDEX tellings_by_chat ON tellings (chat_id);

CREATE INDEX tellings_in_order ON tellings (account_id, id);

