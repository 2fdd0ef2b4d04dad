"""What the machine supposes, for a person to confirm: tags, tasks, doubts."""
