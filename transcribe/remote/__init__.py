"""Other machines that transcribe: the only room that speaks NATS (extra ``workers``).

The queue carries work and keeps nothing: a message in it is the random number of a job. What is to
be heard, the sound and the words go between the office and the one worker that has begun the job,
and stand on no server's disk.
"""
