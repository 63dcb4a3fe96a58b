#!/bin/sh
# Posts the reminders that have come due to a chat. For cron or a systemd timer. Needs jq and curl.
#
#     WEBHOOK=https://chat.example.org/hooks/… post-reminders.sh
#
# WEBHOOK is the address of an incoming webhook that takes {"text": "…"}, as those of Slack, Mattermost,
# Rocket.Chat and Google Chat do. Reminders wait in a folder, the spool, until the chat has accepted
# them; what is left is tried again by the next run. So no reminder is lost, and after a crash one may
# come twice.
#
# Environment: MOU_FILE is the registry, SPOOL the folder (default: ~/.local/state/mou/spool).
set -u

: "${WEBHOOK:?is not set; it is the address of the webhook}"
spool=${SPOOL:-${XDG_STATE_HOME:-$HOME/.local/state}/mou/spool}
lines=40 # a chat refuses a long message
failed=0

umask 077
mkdir -p "$spool" || exit 1
# Two runs at once would post the same reminders twice.
exec 9> "$spool/.lock"
flock 9 || exit 1

# If this fails, nothing is remembered, and the next run gives these reminders.
new=$spool/$(date -u +%Y%m%dT%H%M%SZ)-$$.jsonl
if ! mou remind -o jsonl > "$new"; then
    rm -f -- "$new"
    failed=1
fi

# Reads reminders and writes the message to post; nothing if there is no reminder. A run that was
# killed may have left half a line.
message() {
    jq -Rn '
        [inputs | fromjson?
        | (if .state == "coming" then .kind else .state end) as $what
        | "\($what) \(.deadline): \(.title) (\(.partners | join(", "))), "
            + "\(.contact // "no contact recorded"), mou show \(.id | split("/")[0])"]
        | select(length > 0) | {text: join("\n")}'
}

# The address of a webhook is a secret, so that it must not be among the arguments of curl.
post() {
    printf 'url = "%s"\n' "$WEBHOOK" | curl --config - --silent --show-error --fail --max-time 60 \
        --header 'Content-Type: application/json' --data-binary "@$1" --output /dev/null
}

for file in "$spool"/*.jsonl; do
    [ -e "$file" ] || continue # there is none
    while [ -s "$file" ]; do
        head -n "$lines" "$file" | message > "$spool/.message" || exit 1
        if [ -s "$spool/.message" ] && ! post "$spool/.message"; then
            echo "post-reminders.sh: $file was not posted; the next run tries again" >&2
            failed=1
            break
        fi
        sed "1,${lines}d" "$file" > "$spool/.rest" && mv -- "$spool/.rest" "$file" || exit 1
    done
    [ -s "$file" ] || rm -- "$file"
done
rm -f -- "$spool/.message"
exit "$failed"
