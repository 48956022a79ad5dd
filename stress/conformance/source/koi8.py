#!/usr/bin/env python3
# vim: set fileencoding=koi8-r :
# A file whose encoding only the library knows.
print("Привет", ascii("мир"))
имя = "мир"
print(имя.upper())
