import { elementWriter } from './array-literal.ts'
import type { Session } from './session.ts'

/** A column as a migration declares it: `{ name: 'amount', type: 'bigint' }`. */
export interface Column {
  readonly name: string
  /** One of `ColumnType`. */
  readonly type: string
}

/** At most so many rows go in one statement, so that no statement holds the database for long. */
const chunkRows = 10_000

/** A statement is sent when its parameters have grown to this many characters. */
const chunkCharacters = 4_000_000

/**
 * Inserts rows set-wise, thousands in a statement: `insert … select * from unnest(…)`.
 *
 * Each row has one cell a column, in order; cells are as `arrayLiteral` wants them. Names of
 * tables and columns are the program's own and are not escaped. `conflict` is the end of the
 * statement, such as `on conflict (key) do nothing`.
 */
export async function bulkInsert(
  tx: Session,
  table: string,
  columns: readonly Column[],
  rows: readonly (readonly unknown[])[],
  conflict = '',
): Promise<void> {
  const names = columns.map((column) => column.name).join(', ')
  const lists = columns.map((column, i) => `$${i + 1}::${column.type}[]`).join(', ')
  const text = `insert into ${table} (${names}) select * from unnest(${lists}) ${conflict}`.trim()
  const write = columns.map((column) => elementWriter(column.type))
  let at = 0
  while (at < rows.length) {
    const literals = columns.map(() => '{')
    const end = Math.min(rows.length, at + chunkRows)
    let characters = 0
    let comma = ''
    for (; at < end && characters < chunkCharacters; at++) {
      const row = rows[at] as readonly unknown[]
      if (row.length !== columns.length) {
        throw new TypeError(`${table}: ${row.length} cells for ${columns.length} columns`)
      }
      for (let i = 0; i < row.length; i++) {
        const cell = (write[i] as (typeof write)[0])(row[i])
        literals[i] += comma + cell
        characters += cell.length
      }
      comma = ','
    }
    await tx.query(
      text,
      literals.map((literal) => `${literal}}`),
    )
  }
}
