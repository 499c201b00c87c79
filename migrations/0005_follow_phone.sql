-- What a later translation may be able to read.
CREATE INDEX messages_unsupported ON messages (id) WHERE kind = 'unsupported';

ALTER TABLE slots ADD COLUMN notify TEXT NOT NULL DEFAULT 'all';
ALTER TABLE slots ADD COLUMN read_later INTEGER NOT NULL DEFAULT 0 CHECK (read_later IN (0, 1));

-- NULL is as the slot.
ALTER TABLE chats ADD COLUMN notify TEXT;
-- The phone has nothing older.
ALTER TABLE chats ADD COLUMN past_complete INTEGER NOT NULL DEFAULT 0 CHECK (past_complete IN (0, 1));
-- A stretch of it may be missing, and the phone is to be asked.
ALTER TABLE chats ADD COLUMN past_wanted INTEGER NOT NULL DEFAULT 0 CHECK (past_wanted IN (0, 1));

CREATE INDEX chats_past_wanted ON chats (account_id, last_at, id) WHERE past_wanted = 1;

-- The messages that announced stretches of the past. Which stretch a message
-- announced is not known, only how many should have come: those not settled, less
-- what came. What is missing at a start is asked for.
CREATE TABLE history_announced (
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  wire_id TEXT NOT NULL,
  settled INTEGER NOT NULL DEFAULT 0 CHECK (settled IN (0, 1)),
  PRIMARY KEY (wire_id, account_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX history_announced_open ON history_announced (account_id) WHERE settled = 0;

ALTER TABLE accounts ADD COLUMN history_came INTEGER NOT NULL DEFAULT 0 CHECK (history_came >= 0);

CREATE TABLE blocked_contacts (
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  contact_id INTEGER NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
  PRIMARY KEY (contact_id, account_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX blocked_contacts_by_account ON blocked_contacts (account_id);
