"""Every word of `/help`, but for what each command does, which stands beside its name in `help.py`."""

TITLE = "Product Owner assistant"
WHAT_I_DO = (
    "I answer questions on Product Owner practice by quoting articles word for word, and I say so when I do not know."
)
WAYS = (
    "Use /ask, mention me, reply to one of my answers, or write me directly. On somebody else's "
    "message choose Apps, Answer this: only you see the answer."
)
NOT_STORED = (
    "At the moment I cannot reach my database: I answer questions, but nothing is saved, and scheduled tips wait."
)
PRIVATE = "No language model. Your question is sent nowhere else."
ONLY_COUNTS = "Only counts are kept."
WHAT_IS_KEPT = "/privacy show tells what is kept."
MEASURED = (
    "Measured with {questions} questions by people who had not read my articles: {first} in 100 led to the right topic "
    "at once, {three} within three."
)
CONTENT = "Version {version} \u00b7 {articles} articles, {tips} tips, {terms} terms \u00b7 content of {reviewed}"
