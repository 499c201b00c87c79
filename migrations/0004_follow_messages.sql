-- What happens to a message is kept by the message's key on the network, not by
-- its row: it may be told before the message itself, and must then wait for it.
-- The state of a message follows from its own content and these rows, whatever
-- the order in which they came.

ALTER TABLE messages ADD COLUMN expires_at INTEGER;
ALTER TABLE messages ADD COLUMN starred INTEGER NOT NULL DEFAULT 0 CHECK (starred IN (0, 1));

CREATE INDEX messages_by_expiry ON messages (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX messages_by_sender ON messages (sender_id) WHERE sender_id <> 0;

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

CREATE INDEX message_changes_by_target ON message_changes (target_id) WHERE target_id <> 0;
CREATE INDEX message_changes_by_actor ON message_changes (actor_id) WHERE actor_id <> 0;

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

-- Reading on the phone of messages that are not here yet.
CREATE TABLE early_reads (
  chat_id INTEGER NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
  wire_id TEXT NOT NULL,
  PRIMARY KEY (chat_id, wire_id)
) STRICT, WITHOUT ROWID;

ALTER TABLE chats ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1));
ALTER TABLE chats ADD COLUMN marked_unread INTEGER NOT NULL DEFAULT 0 CHECK (marked_unread IN (0, 1));
ALTER TABLE chats ADD COLUMN read_through INTEGER;
ALTER TABLE chats ADD COLUMN cleared_through INTEGER;
ALTER TABLE chats ADD COLUMN answer_chat_id INTEGER;
ALTER TABLE chats ADD COLUMN title_at INTEGER;

-- The newest word about each thing that phone and computer both can change.
CREATE TABLE chat_marks (
  chat_id INTEGER NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  value INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (chat_id, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE group_members (
  chat_id INTEGER NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
  contact_id INTEGER NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
  PRIMARY KEY (chat_id, contact_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX group_members_by_contact ON group_members (contact_id);

ALTER TABLE contacts ADD COLUMN saved_name TEXT NOT NULL DEFAULT '';
ALTER TABLE contacts ADD COLUMN own_name TEXT NOT NULL DEFAULT '';
ALTER TABLE contacts ADD COLUMN own_name_at INTEGER;

-- Addresses that led to somebody once and that old messages still name.
CREATE TABLE former_addresses (
  kind TEXT NOT NULL CHECK (kind IN ('phone', 'lid')),
  value TEXT NOT NULL,
  contact_id INTEGER NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
  PRIMARY KEY (kind, value)
) STRICT, WITHOUT ROWID;

CREATE INDEX former_addresses_by_contact ON former_addresses (contact_id);

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

CREATE UNIQUE INDEX outbox_by_wire_id ON outbox (account_id, wire_id);
CREATE INDEX outbox_in_order ON outbox (account_id, id);
CREATE INDEX outbox_by_chat ON outbox (chat_id, id);
CREATE INDEX outbox_by_message ON outbox (message_id);

-- What the account's other devices and the senders are still to be told.
CREATE TABLE tellings (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  chat_id INTEGER NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
  body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;

CREATE INDEX tellings_in_order ON tellings (account_id, id);
CREATE INDEX tellings_by_chat ON tellings (chat_id);

-- One press of Enter is one message, however often it is told.
CREATE TABLE send_tokens (
  token TEXT PRIMARY KEY,
  message_id INTEGER NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX send_tokens_by_age ON send_tokens (at);

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
