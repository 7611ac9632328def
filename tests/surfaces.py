"""The methods that fill a surface other than a channel (views, suggested prompts, statuses) in, Slack's answer out."""

from collections.abc import Container, Mapping
from itertools import count
from typing import Any

Arguments = Mapping[str, Any]
Answer = dict[str, Any]
APP = "A0PASSEUR"
PROMPTS, PUSHES = 4, 3


class RefusedError(Exception):
    """An error code that Slack answers with."""


class Surfaces:
    """`homes` (by user), `modals` (the stack), `prompts`, `statuses`, `previews` (by link): what people see."""

    def __init__(self, people: Container[str]) -> None:
        self.people = people
        self.homes: dict[str, Answer] = {}
        self.modals: list[Answer] = []
        self.prompts: list[Answer] = []
        self.statuses: list[Answer] = []
        self.previews: dict[str, Answer] = {}
        self._numbers = count(1)
        self._triggers: set[str] = set()

    def do_views_publish(self, arguments: Arguments) -> Answer:
        user = str(arguments.get("user_id"))
        if user not in self.people:
            raise RefusedError("user_not_found")
        now = self.homes.get(user)
        if arguments.get("hash") and now and arguments["hash"] != now["hash"]:
            raise RefusedError("hash_conflict")
        self.homes[user] = self._view(arguments)
        return {"view": self.homes[user]}

    def do_views_open(self, arguments: Arguments) -> Answer:
        self._spend(arguments)
        self.modals = [self._view(arguments)]
        return {"view": self.modals[-1]}

    def do_views_push(self, arguments: Arguments) -> Answer:
        self._spend(arguments)
        if len(self.modals) >= PUSHES:
            raise RefusedError("push_limit_reached")
        self.modals.append(self._view(arguments))
        return {"view": self.modals[-1]}

    def do_views_update(self, arguments: Arguments) -> Answer:
        ids = {arguments.get("view_id"), arguments.get("external_id")} - {None}
        known = next((view for view in self.modals if ids & {view["id"], view.get("external_id")}), None)
        if known is None:
            raise RefusedError("not_found")
        if arguments.get("hash") not in (None, known["hash"]):
            raise RefusedError("hash_conflict")
        known |= {**self._view(arguments), "id": known["id"]}
        return {"view": known}

    def _view(self, arguments: Arguments) -> Answer:
        number = next(self._numbers)
        return {**arguments["view"], "id": f"V{number:06d}", "hash": f"1790000000.{number}", "app_id": APP}

    def _spend(self, arguments: Arguments) -> None:
        trigger = str(arguments.get("trigger_id") or "")
        if not trigger:
            raise RefusedError("invalid_arguments")
        if trigger in self._triggers:
            raise RefusedError("exchanged_trigger_id")
        self._triggers.add(trigger)

    def do_assistant_threads_set_suggested_prompts(self, arguments: Arguments) -> Answer:
        prompts = arguments.get("prompts")
        if not isinstance(prompts, list) or not 1 <= len(prompts) <= PROMPTS:
            raise RefusedError("invalid_arguments")
        if not arguments.get("thread_ts"):  # With it, an agent_view app is told ok and shows nothing.
            self.prompts.append(dict(arguments))
        return {}

    def do_assistant_threads_set_status(self, arguments: Arguments) -> Answer:
        if not arguments.get("channel_id") or not arguments.get("thread_ts"):
            raise RefusedError("invalid_arguments")
        self.statuses.append(dict(arguments))
        return {}

    def do_agents_sessions_set_status(self, arguments: Arguments) -> Answer:
        self.statuses.append(dict(arguments))
        return {}

    def do_functions_complete_success(self, arguments: Arguments) -> Answer:
        if not arguments.get("function_execution_id") or not isinstance(arguments.get("outputs"), dict):
            raise RefusedError("invalid_arguments")
        return {}

    def do_functions_complete_error(self, arguments: Arguments) -> Answer:
        if not arguments.get("function_execution_id") or not arguments.get("error"):
            raise RefusedError("invalid_arguments")
        return {}

    def do_reactions_add(self, arguments: Arguments) -> Answer:
        return {}
