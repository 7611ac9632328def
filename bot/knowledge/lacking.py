"""What a folder of knowledge may have and doesn't: said to the operator at the start, a line each."""

from collections.abc import Iterator

from bot.knowledge.schema import Knowledge

RECIPE = 'see "Your mentors, and the maintainers\' channel" in .github/CONTRIBUTING.md'


def lacking(knowledge: Knowledge) -> Iterator[str]:
    """What does not happen without it, and how to add it."""
    reachable = knowledge.organisation.channels.maintainers is not None
    folder = knowledge.folders[-1] if knowledge.folders else "the knowledge"
    if not any(mentor.consent for mentor in knowledge.mentors):
        but = ", but for those who offer to help in Slack" if reachable else ""
        yield f"No mentors: nobody is proposed{but}. Add {folder}/mentors.yaml; {RECIPE}."
    if not reachable:
        what = "no question and no offer to help is sent on"
        yield (
            f"No maintainers' channel: {what}, unanswered questions are in `passeur gaps`. "
            f"Add channels: {{ maintainers: C… }} to {folder}/organisation.yaml; {RECIPE}."
        )
