### Objectives while a run goes on, alert rules, and what is wrong with them.

## What is wrong with a rule

lint-no-name = A rule needs a name: notifications show it
lint-syntax = This is no PromQL: { $reason }
lint-unsupported = The expression uses something that is not evaluated here: { $what }
lint-no-for = Without “for” a single bad evaluation fires it; five minutes filter out most noise
lint-no-severity = Without the label “severity” nobody knows whether it may wait until morning
lint-no-condition = Nothing is compared: every series that the expression finds fires
lint-unknown-metric = There is no metric “{ $metric }”
lint-unknown-label = { $metric } has no label “{ $label }”; it has { $labels }
lint-unknown-service = No component is called “{ $service }”
lint-not-observed = “{ $service }” reports to no monitoring system: connect it with “observe”, or switch “see everything” on
lint-nothing-observed = Nothing that this rule asks for reports to a monitoring system: connect it with “observe”, or switch “see everything” on
lint-users-not-observed = Nobody sees the users that this rule asks for: connect them, or what answers them, to a monitoring system with “observe”, or switch “see everything” on
lint-range-too-short = [{ $range }] holds fewer than two samples; at this clock use at least { $least }
lint-counter-without-rate = { $metric } only grows: compare its rate or increase, not its value
lint-rate-of-gauge = { $metric } goes up and down: { $function } is for counters
lint-per-second-as-ratio = This compares events per second with { $threshold }, which reads like a share. Busy systems cross it at an error ratio that nobody notices, quiet ones not even when everything fails. Divide by the rate of all requests
lint-ratio-above-one = A share is never above 1, so this compares in vain with { $threshold }
lint-averaged-quantile = A mean or sum of percentiles is no percentile: add up the buckets first, then take the quantile
lint-quantile-without-le = histogram_quantile needs the label “le”: add it to “by”
lint-quantile-of-everything = Without a rate this is the quantile since the beginning: yesterday's answers hide today's
lint-cannot-fire = The burn-rate alert over { $window } would need more than { $threshold } failures: it can never fire at this target
lint-fires-within-budget = The burn-rate alert over { $window } fires above { $factor }, though below 1 the budget lasts: this scheme is made for a month. Sloth has rows for a week
lint-window-too-short = At this clock { $window } is less than a simulated second, the least that can be told apart: { $used } is used instead

## Metrics

metric-http-requests-total = Requests that a component answered, by status: 200, 429 (over a limit) or 500
metric-http-request-duration-seconds-bucket = Answers that succeeded, by how long they took at most
metric-http-request-duration-seconds-sum = Seconds that answers took, added up
metric-http-request-duration-seconds-count = Answers that succeeded
metric-up = 1 while a process of the component answers its monitoring system, ready for requests or not; 0 while none does
metric-replicas = Replicas that there should be
metric-replicas-available = Replicas that are up and ready for requests
metric-replicas-ready-ratio = Share of the replicas that are ready for requests: not ready are those that are down, boot, are drained, or miss what they need
metric-slots = Requests that it can work on at once, over all replicas
metric-slots-busy = Requests that it works on
metric-queue-length = Requests that wait for a slot
metric-messages-waiting = Messages that a broker holds
metric-cpu-usage-ratio = Use of its processors, 0 to 1
metric-memory-usage-ratio = Use of its memory, 0 to 1
metric-cache-hits-total = Lookups that found the answer
metric-cache-misses-total = Lookups that did not
metric-circuit-breaker-state = Of a connection: 0 closed, 1 half open, 2 open
metric-client-requests-total = Tries over a connection, as its caller counts them
metric-client-request-errors-total = Tries that failed, timeouts included
metric-client-request-retries-total = Tries that were repetitions
metric-journey-requests-total = Requests of users by result; needs real user monitoring
metric-journey-duration-seconds-bucket = Answers to users, by how long they took at most
metric-slo-events-total = Requests that an objective is about
metric-slo-errors-total = Of those, the ones that missed it
metric-error-budget-remaining-percentage = What is left of the error budget; negative when overspent

## The tab

operate-objectives = Objectives
operate-no-objectives = Nothing is promised yet. Add an objective in the inspector, with nothing selected: then this shows its error budget while a run goes on
operate-objective = { $promise }, over { $window }
operate-not-run = Not run yet
operate-no-data = No data
operate-unseen = Not seen
operate-fine = Fine
operate-overspending = Spends too fast
operate-exhausted = Budget gone
operate-page = Page
operate-ticket = Ticket
operate-budget = Error budget left
operate-left = { $share } of the error budget is left: { $spent } of { $of } minutes are spent
operate-overspent = The error budget is overspent: { $share } left, { $spent } of { $of } minutes are spent
operate-budget-no-data = No request has ended yet, so nothing can be said about the budget
operate-counts = { $bad } of { $total } missed the objective
operate-exhausted-in = gone in { $time } at a burn rate of { $rate }
operate-scheme = Alerts by burn rate
operate-scheme-help = Which windows are watched, and from which burn rate on somebody is woken
burn-workbook = SRE Workbook: three rows
burn-sloth = Sloth: four rows
burn-pyrra = Pyrra: windows scaled with the objective's
burn-off = None
operate-col-severity = Alert
operate-col-windows = Windows
operate-col-fires-above = Above
operate-col-long = Long
operate-col-short = Short
operate-col-state = State
operate-severity-page = Page
operate-severity-ticket = Ticket
operate-row-burning = Burning
operate-row-cannot-fire = Can never fire
operate-row-held-back = Too few requests
operate-row-quiet = Quiet
operate-rules = Alert rules
operate-no-rules = No rules yet. Budgets alert by themselves; add a rule for what else should wake somebody
operate-add-preset = Add a ready-made rule…
operate-add-rule = New rule
operate-edit-rule = Edit { $name }
operate-remove-rule = Remove { $name }
operate-rule-for = for { $time }
operate-inactive = Quiet
operate-pending = { $count } pending
operate-firing = { $count } firing
operate-at = at character { $at }
operate-parser-missing = Rules cannot be read, because their parser could not be loaded: { $reason }. Reload the page when the network is back
rule-name = Name
rule-name-help = What notifications show
rule-expr = Expression (PromQL)
rule-expr-help = Every series that it gives is an alert. docs/ALERTS.md lists the metrics and what is evaluated
rule-for = For
rule-severity = Severity
rule-severity-none = None
rule-severity-help = Critical and page wake somebody, the others wait
rule-summary = Summary
rule-summary-help = Told with the alert; $value and $labels are filled in
step-set-alerts = Change the alert rules
step-set-operations = Change how the system is watched
operate-history = What happened
operate-history-none = No alert has done anything in this run
alert-burns = The error budget of “{ $promise }” is spent { $rate } times as fast as allowed
alert-no-traffic = Nothing that “{ $promise }” is about has ended for five minutes
alert-written = { $text }
operate-promise = “{ $promise }”
operate-line-pending = { $name } is pending: { $about }
operate-line-firing = { $name } fires: { $about }
operate-line-resolved = { $name } is over: { $about }
operate-line-cancelled = { $name } ended before it fired: { $about }
operate-line-told = { $resolved ->
    [0] Notified: { $firing } firing
   *[other] Notified: { $firing } firing, { $resolved } over
}
operate-line-told-over = { $resolved ->
    [one] Notified that it is over
   *[other] Notified that { $resolved } are over
}
operate-line-repeated = Notified again: { $firing } still firing
operate-said-firing = Alert: { $name } fires, { $about }
operate-said-resolved = Alert over: { $name }, { $about }
operate-score-no-faults =
    { $pages ->
        [0] Nothing broke in this run, and nobody was woken
        [one] Nothing broke in this run, and somebody was woken once
       *[other] Nothing broke in this run, and somebody was woken { $pages } times
    }
operate-score = Recall: { $detected } of { $faults } faults found. Precision: { $right } of { $pages } pages about one.
operate-score-speed = Found { $after } after they began{ $factor ->
    [1] {""}
   *[other] {" "}(for operators { $operators })
}, with { $each } { $each-rounded ->
    [one] page
   *[other] pages
} each, on average
operate-mark = { $name } fires
operate-mark-severity = { $name } fires: { $about } ({ $severity })
operate-mark-about = { $name } fires: { $about }
operate-settings = Watching
operate-clock = Clock
operate-clock-means = One simulated second is { $second } for the operators; their hour takes { $hour }
operate-sees-all = See everything
operate-sees-all-help = Metrics also of what reports to no monitoring system; without it, what nobody observes cannot be alerted on
