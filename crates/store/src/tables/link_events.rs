//! What happened to the links, slot by slot.

use frontdesk_domain::{session::LinkEvent, slot::SlotNumber, time::Timestamp};
use rusqlite::Row;

use crate::{
    change::Change,
    codes::{Code as _, code, code_or_null},
    error::StoreError,
    tx::{ReadTx, WriteTx},
};

/// Older lines of a slot make room for new ones.
const KEPT: u32 = 1_000;

pub(super) const NEWEST: &str = "SELECT id, at, kind, cause, code, lasted FROM link_events WHERE slot = ?1 ORDER BY id DESC LIMIT ?2";
pub(super) const MAKE_ROOM: &str = "DELETE FROM link_events WHERE slot = ?1 AND id <=
   (SELECT id FROM link_events WHERE slot = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)";

/// One line of a timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkEventRow {
    /// Rises with every line of any slot.
    pub id: i64,
    /// What happened.
    pub event: LinkEvent,
}

impl ReadTx<'_> {
    /// The newest lines of a slot's timeline, newest first.
    pub fn link_events(
        &self,
        slot: SlotNumber,
        limit: u32,
    ) -> Result<Vec<LinkEventRow>, StoreError> {
        self.all("Reading a timeline", NEWEST, (slot.get(), limit), row)
    }
}

impl WriteTx<'_> {
    /// Adds a line to a slot's timeline.
    pub fn insert_link_event(
        &mut self,
        slot: SlotNumber,
        event: &LinkEvent,
    ) -> Result<(), StoreError> {
        const DOING: &str = "Adding to a timeline";
        self.run(
            DOING,
            "INSERT INTO link_events (slot, at, kind, cause, code, lasted) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            (
                slot.get(),
                event.at.0,
                event.kind.word(),
                event.cause.map(|cause| cause.word()),
                event.code,
                event.lasted,
            ),
        )?;
        self.run(DOING, MAKE_ROOM, (slot.get(), KEPT))?;
        self.changed(Change::Timeline(slot));
        Ok(())
    }
}

fn row(row: &Row<'_>) -> rusqlite::Result<LinkEventRow> {
    Ok(LinkEventRow {
        id: row.get("id")?,
        event: LinkEvent {
            at: Timestamp(row.get("at")?),
            kind: code(row, "kind")?,
            cause: code_or_null(row, "cause")?,
            code: row.get("code")?,
            lasted: row.get("lasted")?,
        },
    })
}
