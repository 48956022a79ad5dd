# keyboard_interrupt: an uncaught KeyboardInterrupt ends by signal.
print("before")
raise KeyboardInterrupt
