"""Patches on standard output, and on stderr what takes them."""

from collections.abc import Sequence

import typer

from bot.knowledge.editing.patches import FilePatch, folder_of, how_to_apply, patch


def show(changes: Sequence[FilePatch]) -> None:
    """Print the patch of all, and on stderr what takes it."""
    folder = folder_of([change.path for change in changes])
    for change in changes:
        typer.echo(patch(change, folder), nl=False)
    typer.echo(f"This patch is for: {how_to_apply(folder)}", err=True)
