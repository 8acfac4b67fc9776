/**
 * Pieces of SQL text. A truth value that is the same in every row is the text TRUE or FALSE, so
 * that what is decided beforehand never reaches the database. Whatever has operators in it stands
 * in brackets.
 */
export type Sql = string

export const TRUE: Sql = 'TRUE'
export const FALSE: Sql = 'FALSE'
export const NULL: Sql = 'NULL'

/** How long a text may grow before it is given up; what may be used is limited by `Maker`. */
const LENGTH_MAX = 1_000_000

/** Thrown when a text has grown too long to go on with; never leaves this folder. */
export class TooLong extends Error {}

function held(text: Sql): Sql {
  if (text.length > LENGTH_MAX) throw new TooLong()
  return text
}

/** Conjunction; TRUE of nothing. */
export function all(parts: readonly Sql[]): Sql {
  if (parts.includes(FALSE)) return FALSE
  return joined(parts, TRUE, ' AND ')
}

/** Disjunction; FALSE of nothing. */
export function any(parts: readonly Sql[]): Sql {
  if (parts.includes(TRUE)) return TRUE
  return joined(parts, FALSE, ' OR ')
}

function joined(parts: readonly Sql[], neutral: Sql, operator: string): Sql {
  const left = [...new Set(parts)].filter((part) => part !== neutral)
  if (left.length === 0) return neutral
  return left.length === 1 ? (left[0] ?? neutral) : held(`(${left.join(operator)})`)
}

/** Negation. */
export function no(part: Sql): Sql {
  if (part === TRUE) return FALSE
  if (part === FALSE) return TRUE
  const absent = /^\(([^()]*) IS NULL\)$/.exec(part)
  return absent ? `(${absent[1]} IS NOT NULL)` : `(NOT ${part})`
}

/** Whether a value is NULL: true or false in every row. */
export function isNull(part: Sql): Sql {
  if (part === TRUE || part === FALSE) return FALSE
  return part === NULL ? TRUE : `(${part} IS NULL)`
}

export type Branch = readonly [test: Sql, value: Sql]

/** The value of the first test that is true; `otherwise` when none is. */
export function choice(branches: readonly Branch[], otherwise: Sql = NULL): Sql {
  const taken: Branch[] = []
  let last = otherwise
  for (const branch of branches) {
    if (branch[0] === FALSE || branch[0] === NULL) continue
    if (taken.some(([test]) => test === branch[0])) continue
    if (branch[0] === TRUE) {
      last = branch[1]
      break
    }
    taken.push(branch)
  }
  while (taken.length > 0 && taken.at(-1)?.[1] === last) taken.pop()
  if (taken.length === 0) return last
  const arms = taken.map(([test, value]) => `WHEN ${test} THEN ${value}`).join(' ')
  return held(last === NULL ? `CASE ${arms} END` : `CASE ${arms} ELSE ${last} END`)
}

/** The first that isn't NULL. The second is computed only in rows that need it. */
export function coalesce(first: Sql, second: Sql): Sql {
  if (second === NULL) return first
  return first === NULL ? second : held(`COALESCE(${first}, ${second})`)
}

/** A truth value that is false where it was NULL. */
export function certain(part: Sql): Sql {
  if (part === NULL) return FALSE
  return part === TRUE || part === FALSE ? part : coalesce(part, FALSE)
}

/** A name of a column, quoted. Throws `Error` on a name that no database can hold. */
export function identifier(name: string): Sql {
  if (name === '' || name.includes('\0')) throw new Error('not a name of a column')
  return `"${name.replaceAll('"', '""')}"`
}
