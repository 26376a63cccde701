"""Every word of `/assistant diagnose`. A line names the place, then what is wrong and its remedy in one sentence."""

WELL = "All is well"
WRONG = ("1 thing to fix", "{count} things to fix")
LOOKED_AT = "I looked at: {places}."
HOW_TO_ALLOW = (
    "To allow me something: open that channel's settings, choose Permissions, add me (or my role) and allow it. "
    "Then run /assistant diagnose again."
)
MORE = "And {count} more. Fix these first, then run /assistant diagnose again."

# ---------------------------------------------------------------- the places, as a line begins

ASK_CHANNEL = "Ask channel {channel}:"
FORUM = "Forum {channel}:"
TIPS = "Tips in {channel}:"
DATABASE = "My database:"
SERVER = "This server:"

# ---------------------------------------------------------------- what is wrong, with its remedy

ALLOW = "allow me {permission}, {reason}."
GONE_SETTING = "I cannot find it any more. Choose another one with /assistant setup, or remove it there."
GONE_TIPS = (
    "I cannot find that channel: it was deleted, or is a closed thread. Open the thread again, or schedule tips "
    "elsewhere with /tips schedule."
)
PAUSED = "paused. {reason}"
NO_DATABASE = (
    "I cannot reach it, so nothing is saved and scheduled tips wait. I still answer questions. Tell whoever runs me: "
    "my log says why, and python -m bot doctor what to do."
)
NOT_A_MEMBER = (
    "only my commands were added, not me, so I can neither read nor post. Add me again from my profile "
    "(Add App), and keep the permissions ticked."
)

# ---------------------------------------------------------------- good to know, though nothing is wrong

NO_MESSAGE_CONTENT = (
    "Message Content is off: in the ask channel I read only what mentions me, and of a forum post only its title. "
    "/ask and the Ask button work. To change that, ask whoever runs me to turn on Message Content in the Developer "
    "Portal (Bot, Privileged Gateway Intents) and to set MESSAGE_CONTENT_INTENT=1."
)
SILENT_HERE = "In this channel I cannot answer who mentions me: allow me {permissions} if I should. /ask works here."

# ---------------------------------------------------------------- what was looked at

LOOKED_ASK_CHANNEL = ("no ask channel", "the ask channel {channel}")
LOOKED_FORUM = ("no forum", "the forum {channel}")
LOOKED_TIPS = ("no scheduled tips", "scheduled tips in {count} channel", "scheduled tips in {count} channels")
LOOKED_DATABASE = "my database"
