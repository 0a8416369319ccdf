### The drawing: what is written on it and what it is called.

canvas-label = Drawing
canvas-help =
    Arrow keys with Ctrl go from component to component, brackets follow connections, C connects, Enter opens the
    inspector, question mark lists all keys
canvas-component = component
canvas-controls = View
canvas-zoom = Zoom { $percent }, back to actual size
canvas-down = Down
canvas-slow = slow · { $number }
canvas-estimate = est.
canvas-stale = old
estimate-idle = Nothing is sent here by what is drawn, so there is no load to estimate. Connect it to what sends it requests.
messages-held = { $messages } held
canvas-replicas = { $kind } × { $replicas }
canvas-several-relations = Choose a relation
canvas-failing = { $share } fail
canvas-failed = { $share } failed in this run
canvas-timeout = timeout { $timeout }
canvas-attempts = { $attempts } tries
canvas-breaker = breaker
canvas-bulkhead = bulkhead
canvas-optional = optional

## Accessible names of components

canvas-name-load = { $name }, { $number }
canvas-name-strained = { $name }, { $number }, above its load line
canvas-name-sinking = { $name }, { $number }, saturated
canvas-number-load = load { $number }
canvas-number-held = slots { $number } held
canvas-number-rate = { $number }
canvas-number-messages = messages { $number }
canvas-number-estimated = { $number } estimated
canvas-number-stale = { $number } before the last change
canvas-name-down = { $name }, down
canvas-name-hit-all = { $name }, all requests would be hit
canvas-name-hit-some = { $name }, some requests would be hit
canvas-name-errors = { $name }, { $count ->
    [one] one finding, an error
   *[other] { $count } findings, the worst an error
}
canvas-name-warnings = { $name }, { $count ->
    [one] one finding, a warning
   *[other] { $count } findings, the worst a warning
}
canvas-name-advice = { $name }, { $count ->
    [one] one piece of advice
   *[other] { $count } pieces of advice
}
