"""Every word of `/assistant gaps`, and of the article to fill in that it gives."""

HEADING = "Looked for and not found"
PEOPLE = "{people} people"
NO_ARTICLE = "{people} people \u00b7 no article has this word"
STUBS = "Press a word to get an article template for it."
NOTHING = (
    "Nothing yet. A word is listed here once {enough} people in this server have used it in the same month, in "
    "questions I had no answer to."
)
TEXTS = "Newest questions without an answer"
STUB = (
    "Fill in what is empty, and give it to whoever runs me: it belongs into a category folder of their content, and "
    "python -m bot check tells what is still missing."
)
NO_STUB = "No article can have that name. Run /assistant gaps again."
