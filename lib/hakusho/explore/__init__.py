"""The explorations of each theme: one function each, which loads its facts and returns an Explorer."""
