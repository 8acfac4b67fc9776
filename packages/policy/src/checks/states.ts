/** The graph of a procedure's states, for the checks that walk it. */
import type { ActRow, Procedure, TransferRow } from '../policy.ts'

/** A procedure by its states, made once, so that no check looks through all rows for each. */
interface Graph {
  /** Rows that begin a matter. */
  readonly openings: readonly ActRow[]
  /** Rows that may be done in a state, in the order they are written. */
  readonly rowsIn: ReadonlyMap<string, readonly ActRow[]>
  readonly transfersOf: ReadonlyMap<string, readonly TransferRow[]>
  /** What `laterStates` has found so far. */
  readonly later: Map<string, ReadonlySet<string>>
}

const graphs = new WeakMap<Procedure, Graph>()

function gather<T>(items: readonly T[], keysOf: (item: T) => Iterable<string>): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    for (const key of keysOf(item)) {
      const group = groups.get(key)
      if (group) group.push(item)
      else groups.set(key, [item])
    }
  }
  return groups
}

function graphOf(procedure: Procedure): Graph {
  const found = graphs.get(procedure)
  if (found) return found
  const graph: Graph = {
    openings: procedure.acts.filter((row) => row.from.length === 0),
    rowsIn: gather(procedure.acts, (row) => new Set(row.from)),
    transfersOf: gather(procedure.transfers, (transfer) => [transfer.act]),
    later: new Map(),
  }
  graphs.set(procedure, graph)
  return graph
}

const rowsIn = (graph: Graph, state: string): readonly ActRow[] => graph.rowsIn.get(state) ?? []

function reachable(graph: Graph, start: Iterable<string>): Set<string> {
  const seen = new Set<string>(start)
  const queue = [...seen]
  for (let state = queue.pop(); state !== undefined; state = queue.pop()) {
    for (const row of rowsIn(graph, state)) {
      if (seen.has(row.to)) continue
      seen.add(row.to)
      queue.push(row.to)
    }
  }
  return seen
}

/** States that a matter can come to from a state, itself included. */
export function laterStates(procedure: Procedure, state: string): ReadonlySet<string> {
  const graph = graphOf(procedure)
  const found = graph.later.get(state)
  if (found) return found
  const later = reachable(graph, [state])
  graph.later.set(state, later)
  return later
}

/** States that a matter can come to at all. */
export function reachableStates(procedure: Procedure): ReadonlySet<string> {
  const graph = graphOf(procedure)
  return reachable(
    graph,
    graph.openings.map((row) => row.to),
  )
}

/** Rows that lead out of a state to another. */
export function exitsOf(procedure: Procedure, state: string): ActRow[] {
  return rowsIn(graphOf(procedure), state).filter((row) => row.to !== state)
}

/** Whether an act can have been done before another, in one matter. */
export function canPrecede(procedure: Procedure, before: ActRow, after: ActRow): boolean {
  if (before === after) return true
  const later = laterStates(procedure, before.to)
  return after.from.some((state) => later.has(state))
}

/** The accounts a matter has reservations on after a row, given those before it. */
export function openAfter(
  procedure: Procedure,
  row: ActRow,
  open: ReadonlySet<string>,
): ReadonlySet<string> {
  const next = new Set(open)
  for (const transfer of graphOf(procedure).transfersOf.get(row.name) ?? []) {
    if (transfer.mode === 'reserve') next.add(transfer.from)
    if (transfer.mode === 'settle' || transfer.mode === 'release') {
      if (transfer.from === '全部预留') next.clear()
      else next.delete(transfer.from)
    }
  }
  return next
}

/** Visits every row on every path, with the reservations open before and after it. */
export function eachPath(
  procedure: Procedure,
  visit: (row: ActRow, before: ReadonlySet<string>, after: ReadonlySet<string>) => void,
): void {
  const graph = graphOf(procedure)
  const seen = new Set<string>()
  const queue: { state: string | null; open: ReadonlySet<string> }[] = [
    { state: null, open: new Set() },
  ]
  for (let here = queue.pop(); here; here = queue.pop()) {
    const { state, open } = here
    for (const row of state === null ? graph.openings : rowsIn(graph, state)) {
      const after = openAfter(procedure, row, open)
      visit(row, open, after)
      const key = `${row.to}|${[...after].sort().join(',')}`
      if (seen.has(key)) continue
      seen.add(key)
      queue.push({ state: row.to, open: after })
    }
  }
}
