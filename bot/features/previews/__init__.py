"""Previews: a link to an answer of the published pages shows the answer itself."""
