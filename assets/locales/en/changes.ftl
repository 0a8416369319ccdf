# What can be done to a running system: faults, traffic, deploys, steps of operators.

change-crash = Crash
change-slow = Slow
change-packet-loss = Packet loss
change-zone-loss = Zone lost
change-traffic = Traffic
change-scale = Scale

mark-change = { $change }: { $place }

happening-scaled = { $component }: { $from } to { $to } replicas
happening-deploy-began = { $component }: deploy begins
happening-replaced = { $component }: { $replicas } of { $of } replicas run the new version
happening-deploy-done = { $component }: deploy done
happening-rollback-automatic = { $component }: the new version is worse; the old one comes back
happening-rollback-began = { $component }: the old version comes back
happening-rollback-done = { $component }: the old version runs again

change-rolling-update = Rolling update
change-canary = Canary
change-blue-green = Blue-green switch
change-recreate = Recreate
change-feature-flag = Feature flag
change-roll-back = Roll back
change-restart = Restart
change-shed-load = Shed load
change-enable-breaker = Switch breaker on
change-stop-retries = Limit tries
change-set-timeout = Set timeout
change-drain-zone = Drain zone
change-fail-over = Fail over
change-flush = Flush
change-repair = Repair
