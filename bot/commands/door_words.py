"""Every word of the doors: what is said where a question comes in, outside the answer card itself."""

# ---------------------------------------------------------------- manners

TOO_MANY = "That is more than I can answer at once; please ask again in a minute."
HINT = 'Ask me in the same message, for example: "who orders the backlog?" You can also use /ask.'
NOT_KNOWN_HERE = "I do not know that; perhaps somebody here does."  # the one line in an ask channel

# ---------------------------------------------------------------- Answer this

ANSWER_THIS = "Answer this"
CUT = "The message is long: I read its first {most} characters."
NO_TEXT = "There is no text in that message that I could read as a question."
MINE = "That message is one of mine. Choose one that a person wrote, or press Ask more below my answer."

# ---------------------------------------------------------------- the ask channel's notice and its form

NOTICE_TITLE = "Ask me about Product Owner practice"
NOTICE_READING = (
    "Write your question here, or press the button. I answer from articles, word for word, with the source."
)
NOTICE_BUTTON = (
    "Press the button, use /ask, or mention me with your question. I answer from articles, word for word, with the "
    "source. I cannot read other messages here."
)
ASK = "Ask"
ASK_TITLE = "Ask a question"
ASK_EXAMPLE = "For example: who orders the backlog?"
SEEN_BY_ALL = "Everybody here sees your question and the answer."
SEEN_BY_YOU = "Only you see the answer."
ASKED = "{name} asked: {question}"
