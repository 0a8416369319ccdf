### Kinds of components, their parameters, relations, zones, and how values are written.
### Ids take the ids of the code as they are, underscores included: `kind-api_server`, `param-service_millis`.

## Values

unit-microseconds = { $number } µs
unit-milliseconds = { $number } ms
unit-seconds = { $number } s
unit-minutes = { $number } min
unit-hours = { $number } h
unit-days = { $number } days
unit-per-second = { $number }/s

## Lists

list-separator = ,
list-and = { $first } and { $last }
