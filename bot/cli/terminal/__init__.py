"""What commands have in common that answer in a terminal: forms, words as shown, progress."""
