# What can be done to a running system: faults, traffic, deploys, steps of operators.

change-crash = Crash
change-slow = Slow
change-packet-loss = Packet loss
change-zone-loss = Zone lost
change-traffic = Traffic
change-scale = Scale

mark-change = { $change }: { $place }
