"""What one run left behind: plain data with a documented JSON form, put together from reports. No words, no HTML."""

from snippets._engine.record.outcome import Outcome
from snippets._engine.record.record import VERSION, Clock, Held, Piece, Record, Standstill, Stream, Stuck, Task

__all__ = ["VERSION", "Clock", "Held", "Outcome", "Piece", "Record", "Standstill", "Stream", "Stuck", "Task"]
