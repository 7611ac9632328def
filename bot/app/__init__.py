"""The application: loads what a feature needs, calls it, and saves what it decided. It knows no platform.

What needs the database is imported from its own module: `service` for a bot, `deciding` for an answer alone.
"""
