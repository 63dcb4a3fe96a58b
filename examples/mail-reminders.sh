#!/bin/sh
# Mails the reminders that have come due, each to its contact. For cron or a systemd timer.
#
#     mail-reminders.sh [ADDRESS]
#
# mou writes one message for each contact into a folder, the outbox. A message is removed when sendmail
# has accepted it; one that is left is tried again by the next run. So no reminder is lost, and after
# a crash one may come twice. A contact without an address cannot get mail: its message goes to ADDRESS,
# the person who keeps the registry.
#
# Environment: EMAIL is the sender, MOU_FILE the registry, OUTBOX the folder
# (default: ~/.local/state/mou/outbox).
set -u

outbox=${OUTBOX:-${XDG_STATE_HOME:-$HOME/.local/state}/mou/outbox}
keeper=${1-}
PATH=$PATH:/usr/sbin:/usr/lib # the usual folders of sendmail
failed=0

umask 077
mkdir -p "$outbox" || exit 1
# Two runs at once would mail the same message twice.
exec 9> "$outbox/.lock"
flock 9 || exit 1

# If this fails, nothing is remembered, and the next run writes these messages.
mou remind --eml "$outbox" > /dev/null || failed=1

has_recipient() {
    awk '/^\r?$/ { exit } tolower($0) ~ /^to:/ { found = 1; exit } END { exit !found }' "$1"
}

mail() {
    if has_recipient "$1"; then
        sendmail -i -t < "$1"
    elif [ -n "$keeper" ]; then
        sendmail -i -- "$keeper" < "$1"
    else
        echo "mail-reminders.sh: $1 is to a contact without an address; give an ADDRESS for it" >&2
        return 1
    fi
}

for message in "$outbox"/*.eml; do
    [ -e "$message" ] || continue # there is none
    if mail "$message"; then
        rm -- "$message" || failed=1
    else
        echo "mail-reminders.sh: $message was not sent; the next run tries again" >&2
        failed=1
    fi
done
exit "$failed"
