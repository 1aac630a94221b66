"""`python -m mvcalc_cli` is `mvcalc`."""

from mvcalc_cli.cli import main

if __name__ == "__main__":
    main()
