@rem The start script in package.json begins with "exec": a signal to npm then reaches the program, not a shell between them.
@rem Windows has no such shell, and no such word.
@%*
