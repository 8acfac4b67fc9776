/** The graph of a procedure's states, for the checks that walk it. */
import type { ActRow, Procedure } from '../policy.ts'

/** States that a matter can come to from a state, itself included. */
export function reachable(procedure: Procedure, start: Iterable<string>): Set<string> {
  const seen = new Set<string>(start)
  const queue = [...seen]
  for (let state = queue.pop(); state !== undefined; state = queue.pop()) {
    for (const row of procedure.acts) {
      if (!row.from.includes(state) || seen.has(row.to)) continue
      seen.add(row.to)
      queue.push(row.to)
    }
  }
  return seen
}

/** States that a matter can come to at all. */
export function reachableStates(procedure: Procedure): Set<string> {
  const openings = procedure.acts.filter((row) => row.from.length === 0)
  return reachable(
    procedure,
    openings.map((row) => row.to),
  )
}

/** Rows that lead out of a state to another. */
export function exitsOf(procedure: Procedure, state: string): ActRow[] {
  return procedure.acts.filter((row) => row.from.includes(state) && row.to !== state)
}

/** Whether an act can have been done before another, in one matter. */
export function canPrecede(procedure: Procedure, before: ActRow, after: ActRow): boolean {
  if (before === after) return true
  const later = reachable(procedure, [before.to])
  return after.from.some((state) => later.has(state))
}

/** The accounts a matter has reservations on after a row, given those before it. */
export function openAfter(
  procedure: Procedure,
  row: ActRow,
  open: ReadonlySet<string>,
): ReadonlySet<string> {
  const next = new Set(open)
  for (const transfer of procedure.transfers) {
    if (transfer.act !== row.name) continue
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
  const seen = new Set<string>()
  const queue: { state: string | null; open: ReadonlySet<string> }[] = [
    { state: null, open: new Set() },
  ]
  for (let here = queue.pop(); here; here = queue.pop()) {
    const { state, open } = here
    for (const row of procedure.acts) {
      const starts = state === null ? row.from.length === 0 : row.from.includes(state)
      if (!starts) continue
      const after = openAfter(procedure, row, open)
      visit(row, open, after)
      const key = `${row.to}|${[...after].sort().join(',')}`
      if (seen.has(key)) continue
      seen.add(key)
      queue.push({ state: row.to, open: after })
    }
  }
}
