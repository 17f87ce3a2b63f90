"""A story as a drawing: lanes, bars and dots over time, as SVG. No page; its words come from ``words``."""
