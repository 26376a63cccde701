"""Scenes in which somebody looks around: responsibilities, topics, resources, terms, tips, help and privacy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.conftest import Online
from tests.fake_discord import Reply
from tests.pictures.scene import Shown, scene


@scene("responsibilities", "`/responsibilities`: all of them, with a menu")
async def responsibilities(online: Online) -> Sequence[Shown]:
    return [await _run(online, "responsibilities")]


@scene("responsibility", "One responsibility, chosen from the menu")
async def responsibility(online: Online) -> Sequence[Shown]:
    overview = await _run(online, "responsibilities")
    slug = online.app.corpus.responsibilities[0].slug
    return [await online.discord.select(online.alice, overview, None, [f"po1:duty:{slug}:"])]


@scene("resources", "`/resources`: the links that most articles name")
async def resources(online: Online) -> Sequence[Shown]:
    return [await _run(online, "resources")]


@scene("topics", "`/topics`: the categories")
async def topics(online: Online) -> Sequence[Shown]:
    return [await _run(online, "topics")]


@scene("topic", "`/topics topic`: an article opened")
async def topic(online: Online) -> Sequence[Shown]:
    return [await _run(online, "topics", topic="sprint-goal")]


@scene("glossary", "`/glossary`: one term, by an acronym")
async def glossary(online: Online) -> Sequence[Shown]:
    return [await _run(online, "glossary", term="DoD")]


@scene("tip", "`/tip`: a tip now")
async def tip(online: Online) -> Sequence[Shown]:
    return [await _run(online, "tip")]


@scene("help", "`/help`, as a member sees it")
async def show_help(online: Online) -> Sequence[Shown]:
    return [await _run(online, "help")]


@scene("privacy", "`/privacy show`: what is kept about the one who asks")
async def privacy(online: Online) -> Sequence[Shown]:
    await _run(online, "ask", question="what is a sprint goal?")
    return [await _run(online, "privacy show")]


async def _run(online: Online, command: str, **options: Any) -> Reply:  # noqa: ANN401  # of any type
    return await online.discord.slash(online.alice, online.channel, command, **options)
