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

-- When the account's phone last gave a sign of life, and why its link ended:
-- NULL while it is linked.
ALTER TABLE accounts ADD COLUMN phone_seen_at INTEGER;
ALTER TABLE accounts ADD COLUMN logout_reason TEXT;
