"""Every word of `/assistant setup`. What the note in the ask channel says stands in `door_words.py`."""

from bot.domain import Visibility

SETTINGS = "This server's settings"
SAVED = "Saved"
HOW_TO_CHANGE = "Change one with an option of /assistant setup. Members see what is kept with /privacy show."

# ---------------------------------------------------------------- the settings, each with what it means

ANSWERS = "Answers to /ask:"
ASK_CHANNEL = "Ask channel:"
FORUM = "Forum:"
KEEP_TEXTS = "Keep texts of questions:"

SEEN_BY = {
    Visibility.PUBLIC: "public: everybody sees the answer, unless the asker wants it private",
    Visibility.PRIVATE: "private: only the asker sees the answer, and can share it",
}
NO_CHANNEL = "none"
CHANNEL = "{channel}: {note}"
KEPT = ("off", "on, for the owners")

# Each by whether I can read messages that do not mention me.
IN_ASK_CHANNEL = {
    True: "I answer each question written there, and everybody sees it. I posted a note with an Ask button",
    False: "people ask by the Ask button that I posted there, by /ask or by mentioning me; everybody sees the answer. "
    "I cannot read other messages there",
}
IN_FORUM = {
    True: "I answer a new post once, after a minute, if I know the answer and nobody else has written",
    False: "I answer a new post once, after a minute, if its title asks what I know and nobody else has written. "
    "What stands below the title I cannot read",
}

# ---------------------------------------------------------------- what a change means

KEEPING = (
    "From now on I keep the text of what members ask me in this server, word for word, for up to {days} days, with a "
    "scrambled number in place of their name. Those who may use /assistant gaps can read the ones I had no answer to; "
    "whoever runs me can read all. Please tell your members; /help, /privacy show and my note in the ask channel say "
    "so too. Direct messages are never kept. With keep_questions: False all texts are deleted at once."
)
NO_LONGER_KEEPING = "The texts of questions kept so far are deleted, and no more are kept."
NOT_POSTED = (
    "I could not post the note with the Ask button in the ask channel. Check what I may do there, then choose that "
    "channel again."
)

# ---------------------------------------------------------------- buttons

TRY = "Try a test question"
TEST_QUESTION = "what does a product owner do?"
REMOVE_ASK_CHANNEL = "Remove ask channel"
REMOVE_FORUM = "Remove forum"

# ---------------------------------------------------------------- where I lack a permission

NOT_SAVED = "Nothing was saved"
LACKING = "In {channel} I lack:"
HOW_TO_ALLOW = (
    "To give them: open that channel's settings, choose Permissions, add me (or my role), allow what is listed here, "
    "and run the command again."
)
