"""What to say about a flow: structure, soundness, wording, and where it costs more than it must."""
