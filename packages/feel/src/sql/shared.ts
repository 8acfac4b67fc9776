import type { Sql } from './text.ts'

/**
 * SQL has no local names, so what a formula names once is written out again at each use. DuckDB
 * has a way round it: a function over a list of one item. It costs a little in each row, and much
 * less text to plan, which is what long and seldom run texts are slow by.
 */

/** What a text begins with that may be worth a name; others hardly ever come back. */
const OPENING = 'COALESCE('
const NAME = 'shared_part'

/** How many characters a name must save. */
const WORTH = 1000

/** A text with its costliest repeated part written once; itself where that would save little. */
export function withShared(sql: Sql, taken: readonly string[]): Sql {
  if (taken.includes(NAME)) return sql
  const counts = new Map<Sql, number>()
  for (let at = sql.indexOf(OPENING); at >= 0; at = sql.indexOf(OPENING, at + 1)) {
    const part = sql.slice(at, closing(sql, at + OPENING.length - 1) + 1)
    counts.set(part, (counts.get(part) ?? 0) + 1)
  }
  const saving = ([part, count]: [Sql, number]) => part.length * (count - 1)
  const [best] = [...counts].sort((a, b) => saving(b) - saving(a))
  if (best === undefined || saving(best) < WORTH) return sql
  const [part] = best
  return `list_transform([${part}], lambda ${NAME}: ${sql.replaceAll(part, NAME)})[1]`
}

/** The place of the parenthesis that closes the one at `from`; no text of a query holds another. */
function closing(sql: Sql, from: number): number {
  let depth = 0
  let quoted = false
  for (let at = from; at < sql.length; at++) {
    const char = sql.charAt(at)
    if (char === '"') quoted = !quoted
    if (quoted) continue
    if (char === '(') depth++
    else if (char === ')' && --depth === 0) return at
  }
  return sql.length - 1
}
