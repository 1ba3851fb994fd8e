"""`python -m tui` is `counterpoint`."""

from tui.commands.main import main

if __name__ == "__main__":
    main()
