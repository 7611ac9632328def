"""Where a project stands, shown to the teammates whom its person names, and to nobody else; pure."""
