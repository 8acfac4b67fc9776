import { type Cell, cell, nowhere, strictly, union } from './cell.ts'
import { all, any, FALSE, isNull, NULL, no, type Sql, TRUE } from './text.ts'

/** Truth values in SQL. Its three values are those of FEEL, but NULL is both null and unknown. */

/** All of these. What is false decides; otherwise what is unknown prevails over null. */
export function and3(cells: readonly Cell[]): Cell {
  return chain(cells, FALSE, TRUE, all)
}

/** Any of these. */
export function or3(cells: readonly Cell[]): Cell {
  return chain(cells, TRUE, FALSE, any)
}

function chain(
  cells: readonly Cell[],
  decides: Sql,
  neutral: Sql,
  join: (parts: readonly Sql[]) => Sql,
): Cell {
  const left = cells.filter((c) => c.sql !== neutral || c.absent === TRUE)
  const [only, ...others] = left
  if (only === undefined) return cell('boolean', { sql: neutral })
  if (left.some((c) => c.sql === decides && c.absent === FALSE)) {
    return cell('boolean', { sql: decides })
  }
  if (others.length === 0) return { ...only, kind: 'boolean', origin: nowhere }
  const state = strictly(left)
  const sql = join(left.map((c) => (c.absent === TRUE ? 'CAST(NULL AS BOOLEAN)' : c.sql)))
  const absent = isNull(sql)
  const unknown = !state.mayUnknown ? FALSE : state.mayNull ? all([absent, state.unknown]) : absent
  return cell('boolean', { ...state, sql, absent, unknown, missing: () => union(left) })
}

/** The opposite; null and unknown stay what they are. */
export function not3(c: Cell): Cell {
  return { ...c, kind: 'boolean', origin: nowhere, sql: c.sql === NULL ? NULL : no(c.sql) }
}
