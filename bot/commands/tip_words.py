"""Every word of `/tip`, of the buttons below a tip, and of `/tips`, but for what `bot/tips/` says of times and days."""

# ---------------------------------------------------------------- a tip and its buttons

TIP = "Tip"
WHY = "Why?"
TRY_IT = "Try it"
ANOTHER = "Another"
THIS_SPRINT = "Try it this Sprint"
NO_TIPS = "I have no tips at the moment."
NO_TIP_ON = "There is no tip on {title} yet. Leave the topic out for any tip."
TIP_GONE = "That tip is no longer in my collection. /tip shows another one."

# ---------------------------------------------------------------- a schedule

SCHEDULE = "Tips at {time} {timezone}, {days}"
SCHEDULE_ON = "Tips on {title} at {time} {timezone}, {days}"
NEXT_FIVE = "The next five"
NEXT_ONE = "Next"
PAUSED_FOR = "Paused: {reason}."

# ---------------------------------------------------------------- /tips schedule

SCHEDULED = "Scheduled"
WHERE = "{schedule} in {channel}:"
HOW_ON = "/tips preview shows the first one, /tips stop ends it."
TAKEN = "{channel} already has tips: {schedule}. Replace that schedule?"
REPLACE = "Replace it"
OLD_REPLACE = "I cannot read that button any more. Use /tips schedule again."

# ---------------------------------------------------------------- /tips list, preview, pause, resume and stop

ALL_SCHEDULED = "Scheduled tips"
NONE_IN_SERVER = "No tips are scheduled in this server. Use /tips schedule to begin."
NONE_HERE = "No tips are scheduled in that channel. /tips list shows where they are."
NEXT_TIP = "The next tip"
WILL_BE_POSTED = "Will be posted in {channel}"
NOTHING_TO_POST = "Nothing can be posted in {channel}: {reason}."
PAUSED = "Paused. No tips are posted in {channel} until you use /tips resume."
PAUSED_ALREADY = "The tips in {channel} are paused already: {reason}."
RESUMED = "Resumed"
POSTED_AGAIN = "Tips are posted in {channel} again:"
NOT_PAUSED = "The tips in {channel} are not paused."
STOPPED = "Stopped. No more tips are posted in {channel}."

# ---------------------------------------------------------------- a channel that cannot be posted to

CLOSED = "That thread is closed. Open it again, then try once more."
CANNOT_POST = "I cannot post there: give me {permissions} in that channel, then try again."

# ---------------------------------------------------------------- why a schedule was paused; stands after "Paused:"

PAUSED_LOCKED = "that thread is archived and locked; unlock it, then use /tips resume"
PAUSED_FORBIDDEN = (
    "I may not post in that channel any more; give me View Channel and Send Messages, then use /tips resume"
)
PAUSED_REFUSED = "Discord refused the tip (error {code}); check the channel, then use /tips resume"
PAUSED_REMOVED = "the bot was removed from the server; /tips resume goes on"
