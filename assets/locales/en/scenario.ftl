### The scenario: what happens on purpose during a run, and who is hit by it. Comes after what the page begins with.
### One-liners end without a full stop; buttons that ask for more end with …

## Scenario

inspect-scenario = Scenario
scenario-track = Events over time
scenario-done-by-hand = Done by hand: { $event }
scenario-keys = Left and right arrow move it by a second, with Shift by ten; with Alt they move its end. Delete removes it.
event-remove = Remove { $event }
event-list = Events
event-form = Chosen event
event-what = What happens
event-search = Search by name, by what breaks, by how it shows
event-no-place = This drawing has nothing that it could happen to
event-needs = It takes: { $needs }
event-target = To what
event-at = At
event-lasts = Lasts
event-to-the-end = to the end
event-do-now = Do it to the running system now
event-whole-drawing = the whole drawing
event-take-down = Goes down
event-bring-up = Comes back
event-fail-primary = Its primary fails
event-sort-fault = Fault
event-sort-traffic = Traffic
event-sort-deploy = Deploy
event-sort-operator = Operator
event-sort-step = Single step
event-said-lasting = { $what }, from { $at } for { $lasts }
event-said-open = { $what }, from { $at } to the end
event-said-once = { $what }, at { $at }
blast-title = Who would be hit
blast-what-if = What if this fails?
blast-as-if = Marked on the drawing for:
blast-nobody = Nobody that a request comes to.
blast-summary = { $hit } of { $all } { $all ->
    [one] component
   *[other] components
}, from what the drawing says; a run shows how badly.
blast-journeys = Journeys
blast-components = Components
blast-journey = { $source }: { $class }
blast-why-origin = where it begins
blast-why-load = more comes here
blast-why-waits = waits for { $name }
blast-why-way = its way to { $name }
blast-why-messages = gets messages from { $name }
blast-why-optional = can do without { $name }
blast-why-keeps = keeps answers of { $name }
blast-why-sometimes = some of its requests ask { $name }
blast-why-others = { $name } is one of several behind it
event-does = What it does
event-breaks = What breaks
event-recovers = How it ends
event-signs = How it shows
event-helps = What helps
ready-made-open = Ready-made lists
ready-made-title = Ready-made lists of events
ready-made-about = Troubles that teach something, put where this drawing has a place for them. Adding one is a single step to undo; every event can be moved and changed afterwards.
ready-made-look = Look at:
ready-made-add = Add to the scenario
ready-made-add-named = Add { $name } to the scenario
ready-made-takes = Takes a run of { $duration }
ready-made-lacking = What this drawing lacks something for
ready-made-needs = Needs: { $needs }
ready-made-added = { $count ->
    [one] { $name }: an event added.
   *[other] { $name }: { $count } events added.
}
ready-made-longer = Runs now take { $duration }.
