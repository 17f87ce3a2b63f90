"""The machinery behind the pages and the command line. Its packages and their order are told in CONTRIBUTING.md."""
