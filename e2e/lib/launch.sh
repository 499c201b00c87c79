#!/bin/bash
# Stands between the WebDriver and the app: remembers the app's process and how
# it ended, and keeps what it said. RECORD is the prefix of the three files.
"$FRONTDESK_BINARY" "$@" >>"$RECORD.log" 2>&1 &
echo $! >"$RECORD.pid"
wait $!
echo $? >"$RECORD.code.new"
mv "$RECORD.code.new" "$RECORD.code"
