"""What both programs stand on: processes apart, files, logs, threads, pace. Knows neither."""
