"""Values in, the same YAML with them out: whatever isn't concerned stays as it is, to the byte."""
