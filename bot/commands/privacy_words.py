"""Every word of `/privacy`, but for the names of what is kept, which stand beside their tables in storage."""

# ---------------------------------------------------------------- whether texts are kept, as the note and /help say too

TEXTS_KEPT = "The owners of this server have turned on that texts of questions asked here are kept."
TEXTS_NOT_KEPT = "Texts of questions asked in this server are not kept."
DIRECT_TEXTS = "Texts of direct messages are never kept."
SEE_WHAT_IS_KEPT = "/privacy show tells what is kept."

# ---------------------------------------------------------------- /privacy show

KEPT = "What I keep about you"
KIND = "{title}: {count}"
ABOUT_KIND = "({about})"
HOW_KEPT = (
    "Your name and your user id are not stored: you appear only as a scrambled number (a keyed hash). Each entry "
    "is deleted after {days} days. For 15 minutes I remember, in memory only, the topic of my last answer to you."
)
EVERYWHERE = "This counts all servers and direct messages together. /privacy export \u00b7 /privacy delete"

# ---------------------------------------------------------------- /privacy export

EXPORTED = "Here is all that I keep about you: {entries}."
ENTRIES = ("1 entry", "{count} entries")
FILE_NAME = "my-data.json"
TOO_MUCH = "That is more than Discord lets me send. Ask whoever runs me for your file."

# ---------------------------------------------------------------- /privacy delete

DELETE = "Delete all that I keep about you? It cannot be undone."
DELETE_FOUND = "Delete all that I keep about you ({found})? It cannot be undone."
WHAT_STAYS = "Messages that you can see in Discord stay there, and so do settings and schedules of a server."
DELETE_ALL = "Delete it all"
DELETED = "Deleted: {deleted}."
NOTHING_KEPT = "I keep nothing about you now."
LAST_TRACES = "The last traces leave the disk within minutes."  # said of texts that a server deletes too
