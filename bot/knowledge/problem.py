"""What is wrong in a YAML file, and where: a value, with its faces for a terminal, for JSON and for GitHub."""

from pathlib import Path
from typing import Any, Literal, NamedTuple

from bot.errors import PasseurError


class Problem(NamedTuple):
    """One finding; line and column count from 1. Sorts by place. A warning makes nothing unusable."""

    path: Path
    line: int
    column: int
    message: str
    rule: str
    hint: str = ""
    severity: Literal["error", "warning"] = "error"

    def as_warning(self) -> "Problem":
        return self._replace(severity="warning")

    def __str__(self) -> str:
        hint = f" - {self.hint}" if self.hint else ""
        warning = "warning: " if self.severity == "warning" else ""
        text = f"{self.path}:{self.line}:{self.column}: {warning}{self.message}{hint} ({self.rule})"
        return text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)

    def annotation(self) -> str:
        """The same as a GitHub Actions workflow command."""
        text = _escaped(f"{self.message}{' - ' + self.hint if self.hint else ''}")
        path = _escaped(self.path.as_posix()).replace(":", "%3A").replace(",", "%2C")
        return f"::{self.severity} file={path},line={self.line},col={self.column},title={self.rule}::{text}"

    def as_object(self) -> dict[str, str | int]:
        """The same for JSON."""
        return {**self._asdict(), "path": self.path.as_posix()}

    @classmethod
    def of_object(cls, told: dict[str, Any]) -> "Problem":
        return cls(**{**told, "path": Path(told["path"])})


def counted(number: int, one: str, more: str = "") -> str:
    """The number with its noun: 1 word, 2 words."""
    return f"1 {one}" if number == 1 else f"{number} {more or one + 's'}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


class KnowledgeError(PasseurError):
    """The knowledge can't be used; holds every error found."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        count = counted(len(problems), "problem")
        lines = "\n".join(map(str, problems))
        super().__init__(f"{lines}\nThe knowledge has {count}; mend the lines above, then run: passeur check")
