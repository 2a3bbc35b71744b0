"""Where editors of the network keep words: synonyms, promoted results, and what each changes before it is saved."""
