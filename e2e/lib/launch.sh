#!/bin/bash
# Stands between the WebDriver and the app: remembers the app's process and how
# it ended, and keeps what it said. RECORD is the prefix of the three files.

# The driver has looked for a free port for the window's inspector and let go of
# it again; until the app takes it, any connection on this computer can get it.
# So it is bound here, and stays so in the app: bound and not listened on, with
# its address open to reuse, nobody gets it but who asks for it by number.
KEEP_PORT='
use Socket;
my ($host, $port) = split /:/, $ENV{WEBKIT_INSPECTOR_SERVER};
$^F = 255;
socket(my $kept, PF_INET, SOCK_STREAM, 0) or die "No socket: $!";
setsockopt($kept, SOL_SOCKET, SO_REUSEADDR, 1) or die "No reuse: $!";
bind($kept, sockaddr_in($port, inet_aton($host))) or die "The port of the inspector is taken: $!";
exec @ARGV or die "$ARGV[0]: $!";
'
start=("$FRONTDESK_BINARY")
[ -z "$WEBKIT_INSPECTOR_SERVER" ] || start=(perl -e "$KEEP_PORT" -- "$FRONTDESK_BINARY")

"${start[@]}" "$@" >>"$RECORD.log" 2>&1 &
echo $! >"$RECORD.pid"
wait $!
echo $? >"$RECORD.code.new"
mv "$RECORD.code.new" "$RECORD.code"
