"""The rules, by what they are about. Each is a function that says what of a model breaks it."""
