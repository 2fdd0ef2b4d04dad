"""What the clock does: reminders in the morning, erasing by rule at night."""
