"""The three sites of the demo; each module has ``respond(addresses, stage, path)``."""
