"""Every word of `/help`."""

TITLE = "Product Owner assistant"
WHAT_I_DO = (
    "I answer questions on Product Owner practice by quoting articles word for word, and I say so when I do not know."
)
WAYS = (
    "Use /ask, mention me, reply to one of my answers, or send me a direct message. On somebody "
    "else's message choose Apps, Answer this: only you see the answer."
)
NOT_STORED = (
    "At the moment I cannot reach my database: I answer questions, but nothing is saved, and scheduled tips wait."
)
PRIVATE = "No language model. Your question is sent nowhere else."
ONLY_COUNTS = "Only counts are kept."
MEASURED = (
    "Measured with {questions} questions by people who had not read my articles: {first} in 100 led to the right topic "
    "at once, {three} within three."
)
CONTENT = "Version {version} \u00b7 {articles} articles, {tips} tips, {terms} terms \u00b7 content of {reviewed}"

# ---------------------------------------------------------------- what each command does

DOES = {
    "ask": "ask in your own words; the answer is quoted with its source",
    "responsibilities": "what a Product Owner is responsible for",
    "resources": "guides, articles, videos, books and tools by topic",
    "tip": "a tip with one thing to try this Sprint",
    "topics": "everything I know about, to browse and read",
    "glossary": "what a term means",
    "help": "this page",
    "privacy show": "what I keep about you: see it, take it away, delete it",
    "assistant setup": "who sees answers, which channels I serve, what is kept",
    "assistant diagnose": "what keeps me from working here",
    "assistant stats": "what was asked here and what was not found",
    "tips schedule": "tips in a channel at a local time",
}
