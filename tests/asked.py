"""What is asked of this session, for what is decided while its tests are collected."""

#: Whether every Python at hand is to take part: conftest.py sets it before any test is read.
thorough = False
