"""A story as a drawing: lanes, bars and dots over time. No page."""
