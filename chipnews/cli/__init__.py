"""The command line: parse arguments, call one function, hand the result to a renderer."""
