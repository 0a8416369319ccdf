### The command line.
### One-liners end without a full stop; buttons that ask for more end with …

cli-help =
    Plimsoll checks and simulates drawings of software systems.

    Usage:
      plimsoll check FILE [options]       find what is wrong with a drawing
      plimsoll simulate FILE [options]    run it under load and report what happens
      plimsoll compare A B [options]      say what is different about B, and how sure that is
      plimsoll sweep FILE [options]       find the load at which it bends and breaks
      plimsoll COMMAND --help             say more about a command
      plimsoll --version

    FILE is a drawing saved by Plimsoll; - reads it from standard input.

    Exit codes:
      0  fine
      1  errors were found, or objectives were missed
      2  the file cannot be read, or the arguments mean nothing
cli-help-check =
    Finds what is wrong with a drawing: every finding with its reason, its source and its fix.

    Usage:
      plimsoll check FILE [--format text|json]

    Options:
      --format text|json  how to print (text); the JSON follows docs/schema/plimsoll-check-1.schema.json
      -h, --help          this text

    Exit codes:
      0  no errors (there may be warnings and advice)
      1  at least one error that nobody decided to live with
      2  the file cannot be read, or the arguments mean nothing

    Examples:
      plimsoll check shop.json
      plimsoll check shop.json --format json | jq '.findings[].message'
      git show HEAD:shop.json | plimsoll check -
cli-help-simulate =
    Runs a drawing under the load it describes and reports latency, failures, utilization and what saturated first.
    The same file, options and engine give the same numbers, here and on the page.

    Usage:
      plimsoll simulate FILE [options]

    Options:
      --seed N            of all random draws; the file's if not given
      --duration TIME     measured time, without the warm-up: 60s, 5m, 500ms; the file's if not given
      --warmup TIME       simulated first and left out of every figure; the file's if not given
      --replications N    independent runs; more than one gives 95% confidence intervals
      --format text|json  how to print (text); the JSON follows docs/schema/plimsoll-report-1.schema.json
      -h, --help          this text

    Exit codes:
      0  the run ended and met the drawing's objectives, if it has any
      1  an objective was missed
      2  the file cannot be read or run, or the arguments mean nothing

    Examples:
      plimsoll simulate shop.json
      plimsoll simulate shop.json --seed 42 --duration 5m --warmup 30s
      plimsoll simulate shop.json --replications 10 --format json | jq '.total.latency.p99_millis'

cli-help-compare =
    Runs two drawings with the same random draws, so that what is left of the difference is due to the drawings.
    Pairs of runs are made until the difference of the mean latency is known to a tenth, 10 at least and 40 at most.

    Usage:
      plimsoll compare A B [options]

    Options:
      --seed N            of all random draws; B's if not given
      --duration TIME     measured time of each run, without the warm-up: 60s, 5m, 500ms; B's if not given
      --warmup TIME       simulated first and left out of every figure; B's if not given
      --format text|json  how to print (text); the JSON follows docs/schema/plimsoll-compare-1.schema.json
      -h, --help          this text

    Exit codes:
      0  the runs ended and B met its objectives, if it has any
      1  B missed one of its objectives
      2  a file cannot be read or run, or the arguments mean nothing

    Examples:
      plimsoll compare shop.json shop-with-cache.json
      git show HEAD:shop.json | plimsoll compare - shop.json --format json | jq '.differences[].verdict'
cli-help-sweep =
    Runs a drawing with steady traffic from a tenth of what it can serve to more than that, three times each, and says
    what it carries: 99% of what is sent is answered well, there and at all lower loads.

    Usage:
      plimsoll sweep FILE [options]

    Options:
      --seed N            of all random draws; the file's if not given
      --duration TIME     measured time of each run, without the warm-up: 60s, 5m, 500ms; the file's if not given,
                          at least 30s
      --warmup TIME       simulated first and left out of every figure; the file's if not given,
                          at least 5s
      --format text|json  how to print (text); the JSON follows docs/schema/plimsoll-sweep-1.schema.json
      -h, --help          this text

    Exit codes:
      0  the drawing carries the traffic that it sends today
      1  it does not even carry that
      2  the file cannot be read or run, or the arguments mean nothing

    Examples:
      plimsoll sweep shop.json
      plimsoll sweep shop.json --duration 2m --format json | jq '.points[.carried].offered_per_sec'

## Refusals

cli-standard-input = standard input
cli-unreadable = { $path } cannot be read: { $error }
cli-refused = { $path }: { $problem }
cli-usage = { $problem }; plimsoll --help says what can be given
cli-unknown-command = { $command } is no command; it is check, simulate, compare or sweep
cli-unknown-option = { $option } is no option of this command; --help lists them
cli-no-file = No file is given; name one, or - for standard input
cli-one-file = Only one file can be given; { $found } is one too many
cli-two-files = Two files can be given; { $found } is one too many
cli-no-two-files = Two files are needed; name both, or - for standard input in the place of one
cli-one-standard-input = Standard input holds one drawing; name a file for the other
cli-bad-path = The path { $path } is not Unicode text; rename the file, or read it through -
cli-bad-value = { $option } cannot be { $value }; it is { $expected }
cli-expected-format = text or json
cli-expected-number = a whole number from { $min } to { $max }
cli-expected-duration = a time such as 60s, 500ms, 5m or 1h, up to a week

## Findings

cli-notice = note: { $notice }
cli-error = error
cli-warning = warning
cli-advice = advice
cli-why = why: { $reason }
cli-source = source: { $title }, { $url }
cli-fix = fix: { $fix }
cli-suppressed = suppressed: { $reason }
cli-check-summary =
    { $path }: { $errors ->
        [one] 1 error
       *[other] { $errors } errors
    }, { $warnings ->
        [one] 1 warning
       *[other] { $warnings } warnings
    }, { $advice } advice{ $suppressed ->
        [0] { "" }
       *[other] , { $suppressed } suppressed
    }

## Runs

cli-run =
    { $name }: { $measured } measured after { $warm_up } of warm-up, seed { $seed }{ $replications ->
        [one] { "" }
       *[other] , { $replications } replications
    }, engine { $engine }, digest { $digest }
cli-compare = { $before } and { $after }: { $pairs ->
        [one] { $pairs } pair
       *[other] { $pairs } pairs
    } of runs, each { $measured } measured after { $warm_up } of warm-up, seed { $seed }, engine { $engine }
cli-sweep = { $name }: three runs at each load, { $measured } measured after { $warm_up } of warm-up, seed { $seed }, engine { $engine }
cli-nothing-found = The runs say nothing: nothing was sent
cli-column-figure = figure
cli-column-before = first
cli-column-after = second
cli-column-difference = difference
cli-column-sent = sent
cli-column-times = of today
cli-column-estimate = mean, est.
cli-stopped = The run ended early: { $reason }
cli-all-journeys = all requests
cli-column-journey = journey
cli-column-throughput = answered
cli-column-success = success
cli-column-mean = mean
cli-column-p50 = p50
cli-column-p95 = p95
cli-column-p99 = p99
cli-column-component = component
cli-column-failovers = failovers
cli-column-rto = recovery time
cli-column-rpo = recovery point
cli-column-lost = writes lost
cli-column-formula = up by formula
cli-column-seen = up in the run
cli-column-load = load
cli-column-busy = slots busy
cli-column-queue = queue
cli-column-wait = wait
cli-column-sojourn = in and out
cli-column-failed = failed
cli-error-count =
    { $count ->
        [one] 1 request failed
       *[other] { $count } requests failed
    } at { $place }: { $cause }
cli-more-errors = { $count } more failed elsewhere
cli-promise-availability = { $target } succeed
cli-promise-latency = { $target } within { $limit }
cli-promise-freshness = { $target } of messages handled within { $limit }
cli-promise-correctness = { $target } of messages handled
cli-good = { $good } did
cli-good-unknown = none were sent
cli-objective-met = objective met, { $journey }: { $promise }; { $good }
cli-objective-missed = objective missed, { $journey }: { $promise }; { $good }
cli-objective-open = objective undecided, { $journey }: { $promise }; { $good }
cli-assumption = assumed: { $assumption }
