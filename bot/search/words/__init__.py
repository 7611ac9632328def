"""A question as typed in; words, stems, notions and vectors out."""
