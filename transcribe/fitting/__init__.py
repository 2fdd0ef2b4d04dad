"""Which model fits this machine: what it has, what a model needs, how it does, what is set."""
