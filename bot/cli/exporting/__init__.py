"""Gives the knowledge out: as a sheet that `passeur import` reads, and as pages that any server or none can show."""
