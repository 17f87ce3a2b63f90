"""Programs in child processes, recorded or plain, each kept, and held against what is known of them. No HTML."""
