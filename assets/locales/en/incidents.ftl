### Incidents: from the first alert to the review.
### One-liners end without a full stop; buttons that ask for more end with …

## Words

severity-p1 = P1 critical
severity-p2 = P2 high
severity-p3 = P3 medium
severity-p4 = P4 low
severity-times-at-once = { $severity }: an answer at once; the next level is paged after { $escalation }
severity-times = { $severity }: an answer within { $response }; the next level is paged after { $escalation }
severity-times-alone = { $severity }: an answer within { $response }; nobody else is paged
incident-clock = A second of the run is { $second } for operators: moments are the run’s, durations theirs
status-open = Open
status-investigating = Investigating
status-mitigated = Mitigated
status-resolved = Resolved
role-commander = Commander
role-communications = Communications
role-operations = Operations
role-scribe = Scribe
impact-primary = primary
impact-secondary = secondary
impact-tertiary = tertiary
task-open = Open
task-in-progress = In progress
task-done = Done
task-cancelled = Cancelled
hypothesis-proposed = Proposed
hypothesis-investigating = Investigating
hypothesis-confirmed = Confirmed
hypothesis-rejected = Rejected
step-pending = Pending
step-in-progress = In progress
step-completed = Completed
step-skipped = Skipped
entry-status = Status
entry-alert = Alerts
entry-page = Pages
entry-action = Actions
entry-change = Changes
entry-person = Notes
entry-investigation = Investigation
before-deploy = Deploy
before-config = Configuration
before-traffic = Traffic
before-scale = Scale
before-operator = Operator
before-fault = Fault
author-system = Plimsoll
author-nameless = somebody
author-person = { $name }
author-truth = revealed afterwards
action-do-restart = Restart { $name }
action-do-roll-back = Roll back { $name }
action-do-scale = Add replicas of { $name }
action-do-shift-traffic = Shift traffic away from { $name }
action-do-breaker = Put breakers on the calls to { $name }
action-do-stop-retries = Stop retries of calls to { $name }
action-do-shed = Shed load before { $name }
action-do-flush = Flush { $name }
action-do-fail-over = Fail over { $name }

## Entries of the timeline

entry-open = Opened as { $severity }: { $text }
entry-rename = Renamed: { $text }
entry-set-severity = Severity is now { $severity }
entry-set-status = Status is now { $status }
entry-set-status-why = Status is now { $status }: { $text }
entry-reopen = Reopened: { $text }
entry-acknowledge = Acknowledged
entry-escalate = Nobody acknowledged: the next level was paged
entry-lapsed = No sign of life: the acknowledgement has ended
entry-assign = { $text } is { $role }
entry-unassign = Nobody is { $role } any more
entry-set-service = It is about { $text }
entry-affect = { $text } is affected ({ $impact })
entry-unaffect = { $text } is not affected after all
entry-fires = { $text } fires
entry-fires-why = { $text } fires: { $summary }
entry-stops = { $text } has stopped firing
entry-all-clear = All its alerts have stopped; whether it is over, somebody has to say
entry-task = Task: { $text }
entry-task-for = Task for { $owner }: { $text }
entry-task-set = Task { $number }: { $status }
entry-task-assigned = Task { $number } is now that of { $text }
entry-propose = Hypothesis ({ $confidence } sure): { $text }
entry-judge = Hypothesis { $number }: { $status }, { $confidence } sure
entry-evidence = Evidence for hypothesis { $number }: { $text }
entry-step = Step: { $text }
entry-step-set = Step { $number }: { $status }
entry-runbook = Runbook: { $text }: { $status }
entry-note = { $text }
entry-tell = Update to everybody: { $text }
entry-act = Done: { $action }
entry-observe = { $kind }: { $text }

## Why not

incident-no-title = A title is needed: say what users notice
incident-no-name = A name is needed
incident-no-text = Nothing is written yet
incident-no-reason = A reason is needed: it goes into the timeline
incident-too-long = At most { $most } characters
incident-is-there = That is its status already
incident-has-begun = Work on it has begun; to hand it over, assign somebody else
incident-only-reopens = It is resolved; reopen it to work on it again
incident-still-firing = { $alerts ->
    [one] One of its alerts still fires: say why it is over all the same
   *[other] { $alerts } of its alerts still fire: say why it is over all the same
  }
incident-not-resolved = Only what is resolved can be reopened
incident-already-acknowledged = Somebody has acknowledged it already
incident-is-over = It is resolved; reopen it first
incident-unknown = There is no such thing in this incident
incident-confidence = Between 0 and 1
incident-day = A day such as 2026-11-21
incident-full = There may be { $most } of these; delete some or begin another one
incident-nothing-changes = It is so already
incident-task-over = The task is over; add another one
incident-opened-already = Only the first entry opens an incident
incident-time = Its time is not a time
incident-last-level = Everybody has been paged

## Stored incidents

incidents-too-large = The stored incidents are larger than { $most } MB and were left alone
incidents-not-json = The stored incidents cannot be read and were left alone: { $details }
incidents-newer = The stored incidents are of a newer version ({ $found }); reload the page to get it
incidents-bad-entry = The stored incidents were left alone: entry { $entry } of incident { $number } could not have come about ({ $why })
incidents-bad-numbers = The stored incidents were left alone: their numbers contradict each other, or there are more than { $most }
incidents-bad-run = The stored incidents were left alone: run { $number } could not have come about
incidents-bad-review = The stored incidents were left alone: the review of incident { $number } could not have come about

## Runbooks

runbook-high-error-rate = High error rate
runbook-high-error-rate-about = Requests fail. Find out which and where, then take back what changed last.
runbook-memory-leak = Memory leak
runbook-memory-leak-about = Memory grows until a process is stopped. Restarting buys time; the next version cures it.
runbook-slow-answers = Slow answers
runbook-slow-answers-about = Requests succeed, but late. Waiting and working are cured differently.
runbook-saturation = A resource is used up
runbook-saturation-about = Something is busy all the time, so everything behind it waits.
runbook-overload = More traffic than planned
runbook-overload-about = More comes in than can be served. Serve some of it well rather than all of it badly.
runbook-down = Something is down
runbook-down-about = A component does not answer. Bring it back, or lead traffic around it.
runbook-store-primary = Trouble with a store's primary
runbook-store-primary-about = Writes fail or arrive late at the copies. Decide once which copy is right.
runbook-cache-cold = A cache does not help
runbook-cache-cold-about = What the cache kept away now reaches what is behind it.
runbook-backlog = Messages pile up
runbook-backlog-about = More comes in than is handled, or nothing is handled any more.
runbook-bad-change = A change made it worse
runbook-bad-change-about = Most incidents follow a change. Take it back first, understand it later.
runbook-fault = Fault: { $name }
guide-errors-by-cause = See which causes and which places the failures have: logs, or Errors by cause and place under Results
guide-stores-first = Check the databases: are they up, do connections wait, does a primary have to be replaced?
guide-recent-changes = List what was deployed or configured in the last half hour
guide-outside-services = Check the services outside: do calls to them fail or time out?
guide-roll-back = If a change came just before, take it back
guide-breaker-on = If one callee fails, let its callers fail fast
guide-shed-load = If it is overload, refuse part of the load before it queues
guide-watch-budget = Watch the error rate and the budget for ten minutes before saying that it is mitigated
guide-heap-dump = Take a heap dump of one replica before it is restarted
guide-leak-pattern = Compare memory with traffic: growth that goes on at constant traffic is a leak
guide-leaked-connections = Look for connections, sessions or files that are opened and never closed
guide-restart-one-by-one = Restart, so that memory is free again
guide-roll-back-leak = If the last version began it, take it back
guide-leak-fix = Fix the leak, and alert on memory that grows for an hour
guide-slowest-first = Follow a slow request: which component takes most of its time?
guide-queue-or-work = Does it wait there (a queue) or work longer (a slow dependency, a lock, a neighbor)?
guide-scale-slow = If it waits, add replicas
guide-demand-or-capacity = Did demand rise, or capacity fall? Compare throughput with before
guide-scale = Add replicas
guide-retries-of-callers = If callers try again, let them try once: retries can be most of the load
guide-who-sends = Who sends it: everybody, one client, or clients that try again?
guide-one-or-all = One replica, one zone, or all of it?
guide-restart = Restart it
guide-shift-traffic = Lead traffic to where it works
guide-what-comes-back = When it returns, watch the first minute: cold caches and waiting clients come back at once
guide-is-it-the-primary = Do writes fail while reads work? Then it is the primary
guide-fail-over = Let another replica take the writes
guide-lost-writes = Note which writes were not copied before: they are lost or have to be merged by hand
guide-hit-ratio = Compare the hit ratio with before: was the cache emptied, or is one key asked for by everybody?
guide-shed-behind-cache = Protect what is behind it: refuse part of the load until it is warm
guide-scale-behind-cache = Add replicas of what is behind it
guide-one-fetch = Let only one request per key fetch what is missing
guide-flush-bad = If it holds wrong content, flush it once load is low
guide-in-or-out = Did more come in, or is less handled? Compare both rates
guide-poison = Look for one message that fails again and again, and set it aside
guide-scale-consumers = Add consumers
guide-restart-consumers = If none of them moves, restart them
guide-age-of-oldest = Watch the age of the oldest message rather than their number
guide-shift-traffic-old = If both versions run, lead traffic to the old one
guide-freeze = Stop further changes until it is understood
# Of one fault: its signs, what helps against it, and how it recovers
guide-tell = Make sure that it is this. { $about }
guide-cure = Cure it, and keep it from coming back. { $about }
guide-over = Know when it is over. { $about }

## Review

review-summary = Summary
review-impact = Impact
review-detection = Detection
review-timeline = Timeline
review-factors = Contributing factors
review-went-well = What went well
review-went-badly = What went badly
review-lucky = Where we were lucky
review-items = Action items
review-item = What
review-owner = Owner
review-due = Due
review-done = Done
review-yes = yes
review-no = no
review-nothing = Nothing is written here yet.
review-head = Incident { $number } ({ $severity }): { $title }.
review-head-at = Incident { $number } ({ $severity }) at { $service }: { $title }.
review-lasted = It was mitigated after { $mitigated } and resolved after { $resolved }.
review-mitigated = It was mitigated after { $mitigated } and is not resolved yet.
review-goes-on = It is not mitigated yet.
review-cause = Confirmed cause: { $text }.
review-requests = { $failed } of { $requests } { $requests ->
    [one] request
   *[other] requests
} failed
review-budget = That is as much error budget as { $minutes } of full outage
review-spent = It spent { $share } of the error budget of { $window } for the promise "{ $promise }"
review-machines = The whole system cost { $dollars } meanwhile
review-cost = Cost of the incident: { $dollars }, of which { $lost } for failed requests at { $each } each and { $added } for replicas that came on top, besides { $minutes } of error budget
review-cost-unpriced = Cost of the incident: { $added } for replicas that came on top, besides { $minutes } of error budget; nobody has said what a failed request costs
review-affected = { $name } was affected ({ $impact })
review-by-alert = The alert { $alert } opened it.
review-by-person = It was opened by { $author }.
review-detected = That was { $after } after the last thing that broke before it.
review-felt = That was { $after } after users began to feel it.
review-start-unknown = When it began is not known.
review-entry = { $moment } { $said } ({ $author })
review-factor = { $text }
review-hypothesis = { $text } ({ $status }, { $confidence } sure)
review-alert-first = An alert found it before a person did
review-answered = Somebody answered after { $after }
review-commanded = One person was in command
review-runbook = { $steps ->
    [one] One step of a runbook was completed
   *[other] { $steps } steps of runbooks were completed
  }
review-told = { $updates ->
    [one] Everybody outside was told once
   *[other] Everybody outside was told { $updates } times
  }
review-no-alert = No alert fired: a person noticed it
review-escalated = { $times ->
    [one] The page went unanswered and was escalated once
   *[other] The page went unanswered and was escalated { $times } times
  }
review-lapsed = { $times ->
    [one] An acknowledgement ended because nothing followed it
   *[other] { $times } acknowledgements ended because nothing followed them
  }
review-reopened = { $times ->
    [one] It was taken for over once when it was not
   *[other] It was taken for over { $times } times when it was not
  }
review-nobody-noticed = No request failed
review-by-itself = It ended without anybody acting on the system

## The panel

incidents-open = Open
incidents-none = Nothing is wrong that anybody knows of
incidents-over = Resolved
incidents-not-kept = These incidents are not stored; they are lost when this tab is closed
incidents-try-again = Try again
incidents-elsewhere = This drawing is open in another tab, which keeps its incidents; what happens here is not stored
incidents-conflict = Another tab has stored other incidents of this drawing
incidents-unreadable = The stored incidents of this drawing cannot be read; they are left alone, and new ones are not stored
incidents-replace = Replace them
incident-opened-at = opened { $moment }
incident-unanswered = nobody has answered
incident-back = All incidents
incident-severity = Severity
incident-service = Where
incident-whole = the system as a whole
incident-status = Status
incident-parts = Parts of the incident
incident-reopen = Reopen…
incident-why-over = Why is it over although alerts still fire?
incident-why-reopened = Why is it opened again?
incident-confirm = Confirm
incident-delete = Delete…
incident-delete-sure = Delete incident { $number } and its review for good?
incident-acknowledge = Acknowledge
incident-acknowledged-by = Acknowledged by { $name }
incident-escalates = Level { $level } is paged in { $left }
incident-lapses = Do something within { $left }, or the page goes out again
component-gone = component { $number }, which is gone
responder = Your name
responder-you = You
part-timeline = Timeline
part-response = Response
part-investigation = Investigation
part-runbook = Runbook
part-review = Review
declare = Declare an incident…
declare-title = What do users notice?
declare-do = Declare
timeline-show = Show
timeline-all = Everything
timeline-add = Add to the timeline
timeline-note = Note
timeline-add-note = Add
timeline-tell = Tell everybody
incident-roles = People
role-nobody = nobody
incident-affected = Affected
affected-how = How { $name } is affected
affected-remove = { $name } is not affected
affected-add = Add a component…
incident-tasks = Tasks
task-status-of = Status of task { $number }
task-add = Add a task
task-text = What is to be done
incident-suggestions = Where to look first
suggestions-about = Computed from the run, with the score of each. That things happen together proves nothing.
suggestions-none = Nothing changed shortly before, and nothing has left its usual range.
suggestions-again = Look again
suggestion-score = score { $score }
suggestion-propose = Propose
suggestion-propose-it = Propose as a hypothesis: { $text }
suggestion-changed = { $kind } { $before } before: { $text }
suggestion-below = { $name } is called by it ({ $calls ->
    [one] directly
   *[other] over { $calls } calls
  })
suggestion-above = { $name } depends on it ({ $calls ->
    [one] directly
   *[other] over { $calls } calls
  })
suggestion-moved = { $metric } of { $name } went from { $usual } to { $then } at { $moment }, { $deviations } standard deviations
moved-errors = Errors
moved-queue = Queue
moved-load = Load
moved-throughput = Throughput
moved-up = Replicas that are up
incident-hypotheses = Hypotheses
hypothesis-add = Add a hypothesis
hypothesis-text = What may be the cause?
hypothesis-status-of = Status of hypothesis { $number }
hypothesis-confidence-of = How sure of hypothesis { $number }
hypothesis-evidence-of = Evidence for or against hypothesis { $number }
hypothesis-evidence = What speaks for it or against it
hypothesis-add-evidence = Add
incident-steps = Steps
step-status-of = Status of step { $number }
incident-step-add = Add a step
step-text = What is to be found out next
runbook-fits = { $title } (fits the alerts)
runbook-helps = { $title } (helps with what happened)
runbook-where = Act on
runbook-choose = Choose a component first
runbook-no-run = The run that it happened in is over
runbook-impossible = That cannot be done to this component
review-about = Blameless: what made it possible, what to change. A section that you edit stays as you wrote it.
review-markdown = Save as Markdown
review-not-saved = The browser did not take the file
review-price = Price of a failed request
review-price-none = not stated
review-edited = edited
review-back-to-draft = Back to the draft
review-outdated = The draft has changed since
review-add-item = Add an action item
review-remove-item = Remove { $text }
trends = How long incidents take
trend-what = Time to
trend-mean = Mean
trend-median = Median
trend-last = Last five
trend-before = Five before
trend-detect = detect (MTTD)
trend-acknowledge = acknowledge (MTTA)
trend-mitigate = mitigate
trend-resolve = resolve (MTTR)
trend-services = Most often at { $list }
trend-alerts = Most often by { $list }

## On call

on-call-title = On call
on-call-about = The run goes on, what happens in it is hidden, pages arrive, you act. At the end you see your score and the truth beside what you saw.
on-call-script = What happens
on-call-drawn = The drawing's scenario, hidden
on-call-surprise = A surprise
on-call-speedup = Clock
on-call-speedup-help = An operator's minute takes { $minute } of the run: a P1 escalates after { $p1 }, a P2 after { $p2 }.
on-call-start = Go on call
on-call-dark = Nobody sees how the users of this drawing fare, so no objective will page you. Connect them, or what answers them, to a monitoring system with “observe” first.
on-call-is-on = You are on call. The scenario is hidden until the run is over.
on-call-over = Your shift is over: here is your score, and what really happened
on-call-result = Shift of { $when }
on-call-of-hundred = of 100 points
on-call-parts = Score
on-call-truth = What really happened, and what was seen and done
on-call-happened = Truth
on-call-saw = Seen
on-call-did = Done
on-call-helps = What helps against “{ $what }”
on-call-hidden = Hidden while somebody is on call
score-part = Part
score-value = Yours
score-points = Points
score-formula = All to none
score-when = When
score-who = Who
score-what = What
score-detect = Detected, from when users felt it
score-acknowledge = Acknowledged
score-mitigate = Users well again, from then
score-budget = Budget spent
score-actions = Wrong actions
score-wrong-action = “{ $action }” was done to what nothing was wrong with
score-never = never
score-of = { $points } of { $most }
score-formula-of = { $full } to { $none }
page-opened = Page: { $severity }, { $title }
page-escalated = Page, level { $level }: nobody has answered { $severity }, { $title }
page-show = Show
page-title = ({ $pages }) { $title }
step-set-clock = Set the operators' clock
