"""Facts about licences: their shapes, and how their names are read."""
