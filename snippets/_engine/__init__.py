"""The machinery behind the pages and the command line. Its modules and their order are told in CONTRIBUTING.md."""
