"""An ask in; what was remembered is loaded, something is decided and saved, and the replies come out.

What needs the database is imported from its own module: `service` for a bot, `deciding` for an answer alone.
"""
