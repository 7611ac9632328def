"""From a question as typed to words, stems, synonym classes and vectors."""
