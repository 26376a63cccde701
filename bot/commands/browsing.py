"""What a button or a line of a menu opens while somebody browses, the same in every front end."""

from bot.commands.articles import Articles
from bot.commands.glossary import Glossary
from bot.commands.paging import read_number
from bot.commands.reply import Action, Do, Reply
from bot.commands.resources import Resources
from bot.commands.responsibilities import Responsibilities
from bot.commands.topics import Topics

IN_PLACE = frozenset((Do.PAGE, Do.LIST, Do.DUTY, Do.LINKS))  # take the place of what was clicked
BROWSED = IN_PLACE | {Do.MORE, Do.TERM}


class Browsing:
    """The lists and the pages of articles, by action."""

    def __init__(
        self,
        articles: Articles,
        responsibilities: Responsibilities,
        topics: Topics,
        resources: Resources,
        glossary: Glossary,
    ) -> None:
        self._articles = articles
        self._responsibilities = responsibilities
        self._topics = topics
        self._resources = resources
        self._glossary = glossary

    def follow(self, action: Action) -> Reply:
        """Return what one of the `BROWSED` actions opens."""
        match action.do:
            case Do.LIST:
                return self._topics.listing(action.slug, read_number(action.key))
            case Do.DUTY:
                return self._responsibilities.opened(action.slug)
            case Do.LINKS:
                return self._resources.listing(action.key)
            case Do.TERM:
                return self._glossary.opened(action.slug)
            case _:
                return self._articles.opened(action.slug, action.key)
