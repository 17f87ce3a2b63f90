import sys

if sys.version_info >= (3, 12):
    for number in range(6):
        print(number, sys.monitoring.get_tool(number))
        sys.monitoring.use_tool_id(number, f"tool {number}")
    seen = []
    lines = sys.monitoring.events.LINE
    sys.monitoring.register_callback(4, lines, lambda code, line: seen.append(line))
    sys.monitoring.set_events(4, lines)
    print("watched")
    sys.monitoring.set_events(4, 0)
    print(len(seen) > 0)
