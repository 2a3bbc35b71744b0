"""Finding. A library of the house: it imports no content package, they register with it."""
