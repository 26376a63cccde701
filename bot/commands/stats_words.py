"""Every word of `/assistant stats`, its picture and the text that stands for the picture."""

from bot.domain import Outcome

HEADING = "This server"
SPAN = ("today", "the last {days} days")
ASKED = ("1 question", "{count} questions")
SUMMARY = "{asked} from {people} people; I answered {share} of them."
NOT_ANSWERED = {
    Outcome.CHOICE: "In {count} I was not sure and offered topics.",
    Outcome.UNKNOWN: "{count} had no answer; /assistant gaps shows what was missing.",
}
HELPFUL = "Of {votes} votes on my answers, {helpful} say Helpful."
TOPICS = "Asked about most"
NOBODY = "Nobody has asked me anything here in {span}. Members can use /ask, or mention me with a question."
TOO_FEW = (
    "In {span} fewer than {enough} people have asked me something here. I show numbers only from {enough} people on, "
    "so that they point at nobody."
)
SMALL_PRINT = (
    "Questions asked in this server, by days in UTC; direct messages are not counted. A topic is listed once {enough} "
    "people asked about it."
)
KEPT = "I keep numbers for {days} days."
WEEK = "from {day}"

# ---------------------------------------------------------------- the picture

FILE_NAME = "questions.png"
FIGURES = ("questions", "answered", "people")
COLUMNS = {1: "Questions a day", 7: "Questions a week", 28: "Questions in four weeks"}
ANSWERED, OTHERS = "answered", "without an answer"

# ---------------------------------------------------------------- the picture in words

DESCRIPTION = "Chart of {asked} in {span}, {share} of them answered."
BUSIEST = {
    1: "Most on one day: {count}, on {day}.",
    7: "Most in one week: {count}, in the week from {day}.",
    28: "Most in four weeks: {count}, from {day} on.",
}
DESCRIBED_TOPICS = "Asked about most: {topics}."
