"""One module for each thing people do: the list, the board, its notes, joining, questions."""
