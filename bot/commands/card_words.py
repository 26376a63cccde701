"""Every word of the answer card: its sentences, its buttons, and the forms that they open.

Tested against Discord's limits: a label has at most 80 characters, of which a phone shows 34; a form's title and its
labels have 45, descriptions, hints and options 100.
"""

from bot.domain import Reason

# ---------------------------------------------------------------- the card

NOT_SURE = "I am not sure which of these you mean:"
NOT_KNOWN = "I do not know that. I only answer from my articles on Product Owner practice."
NOT_RECOGNISED = "Words I did not recognise: {words}."
NEAREST = "The nearest topics I have:"
NOTHING_NEAR = "Ask in other words, or see with /topics what I know about."
CONTINUED = "Continuing with: {topic}"
READ_AS = "Read as: {pairs}"
CORRECTED = "I read {pairs}."
CORRECTED_PAIR = '"{written}" as "{read_as}"'
BOTH = "{others} and {last}"
OPENING = "introduction"
SOURCE = "From {title}"
SAME_ARTICLE = "Same article"
REVIEWED = "reviewed {month}"
OLD_BUTTON = "This button does not work any more. Please ask or run the command again."
OLD_FORM = "I cannot read that form any more. Please press the button again, or ask with /ask."
GONE = "That passage is no longer in my articles. Ask again and I will look for the present one."
ONE_GONE = "What else was quoted is no longer in my articles."
WHOLE = "That is all there is in this article."

# ---------------------------------------------------------------- its buttons

HELPFUL = "Helpful"
NOT_IT = "Not it"
READ_MORE = "Read more"
RELATED = "Related"
ASK_MORE = "Ask more"
SHARE = "Share"
DISMISS = "Dismiss"
BEGINNING = "How it begins"

# ---------------------------------------------------------------- what the buttons say

RELATED_TO = "Related to {title}:"
NOTHING_RELATED = "No topic is named as related to {title}. /topics shows all there are."
THANKS = "Thank you, noted: this helped."
REPLACED = "It takes the place of what you said before."
AFTER = {
    Reason.ELSEWHERE: "Thank you, noted. Ask again in other words, or look at related topics:",
    Reason.SHALLOW: "Thank you, noted. The rest of the article may say more:",
    Reason.HARD: "Thank you, noted: this is hard to understand.",
    Reason.WRONG: "Thank you, noted: this may be wrong.",
}
NOT_YOURS = "Only the person who asked, or somebody with Manage Messages, can dismiss this answer."
ARCHIVED = "This thread is archived, so I cannot delete anything in it. Write something here first, then dismiss again."
MAY_NOT_WRITE = "You cannot write here yourself, so I do not share it here."
CANNOT_DELETE = "I could not delete this answer. Somebody with Manage Messages can."

# ---------------------------------------------------------------- the forms

NOT_IT_TITLE = "Not it"
NOT_IT_LABEL = "What is wrong with this answer?"
NOT_IT_HINT = "Your choice is kept without your name, so that the authors know what to improve."
REASONS = {
    Reason.ELSEWHERE: "It is about something else",
    Reason.SHALLOW: "It does not go deep enough",
    Reason.HARD: "It is hard to understand",
    Reason.WRONG: "I think it is wrong",
}
NO_SUCH_REASON = "Choose one of the reasons. Press Not it to try again."
ASK_TITLE = "Ask more"
ASK_LABEL = "Your question"
ASK_HINT = "About: {title}"
ASK_EXAMPLE = "For example: who decides that?"
TOO_LONG = "Your question has {length} characters; at most {most} can be read. Say it more briefly."
