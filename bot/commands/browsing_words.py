"""Every word of `/responsibilities`, `/topics`, `/glossary` and `/resources`, and of the articles that they open.

Tested against Discord's limits: a label has at most 80 characters, of which a phone shows 34; what a menu asks 150.
"""

# ---------------------------------------------------------------- pages

PREVIOUS = "Previous"
NEXT = "Next"
PLACE = "{number} of {count}"

# ---------------------------------------------------------------- an article

CHOOSE_PART = "Go to a part of this article"
ALL_IN = "All in {category}"
READ_ARTICLE = "Read the article"
READ_ON = "Read on"

# ---------------------------------------------------------------- /responsibilities

DUTIES = "What a Product Owner is responsible for"
DUTIES_NOTE = "Choose one to read what it means in practice."
CHOOSE_DUTY = "Choose a responsibility"
ALL_DUTIES = "All {count}"
NO_DUTY = "I have no responsibility of that name. Use a number from 1 to {last}, or leave the name out."
WHICH_DUTY = "Several responsibilities fit. Which one do you mean?"

# ---------------------------------------------------------------- /topics

CATEGORIES = "What I know about"
TOPICS_COUNT = ("1 topic", "{count} topics")
CHOOSE_CATEGORY = "Choose a category"
CHOOSE_TOPIC = "Read a topic"
CATEGORIES_NOTE = "Choose a category, or name a topic to read it."
ALL_CATEGORIES = "All categories"
CATEGORY_GONE = "That category is no longer there."
NO_CATEGORY = "I have no such category. There are: {categories}."
NO_TOPIC = "I have no topic of that name. /topics shows what there is."
WHICH_TOPIC = "Several topics fit. Which one do you mean?"

# ---------------------------------------------------------------- /glossary

NAME_A_TERM = "Name one of the {count} terms, for example Definition of Done."
NO_TERM = "That term is not in the glossary. Ask it as a question instead."
WHICH_TERM = "That term is not in the glossary. Do you mean one of these?"
TERM_GONE = "That term is no longer in the glossary. /glossary finds the present ones."
ALSO_CALLED = "Also called: {names}"

# ---------------------------------------------------------------- /resources

WHERE_TO_READ = "Where to read more"
OF_KIND = "{title}: {kind}s"
NO_KIND = "I know no such kind of resource. Use one of: {kinds}."
NONE_OF_KIND = "There is no {kind} for {title} yet. Leave the kind out to see its other links."
LINKS_NOTE = "{count} links in all. Name a topic to see its own."
