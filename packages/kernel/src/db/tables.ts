import type { Session } from './session.ts'

/** The tables of a database as they are, read from its catalogue. */
export interface Table {
  readonly name: string
  readonly columns: readonly { readonly name: string; readonly type: string }[]
}

/** Every table of the schema but `migration`, by name, with its columns in order. */
export async function tablesOf(session: Session): Promise<Table[]> {
  const rows = await session.query<{ name: string; columns: string[]; types: string[] }>(
    `select c.relname as name,
            array_agg(a.attname::text order by a.attnum) as columns,
            array_agg(format_type(a.atttypid, a.atttypmod) order by a.attnum) as types
       from pg_class c
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
        and c.relname <> 'migration' and a.attgenerated = ''
      group by c.relname order by c.relname collate "C"`,
  )
  return rows.map(({ name, columns, types }) => ({
    name,
    columns: columns.map((column, i) => ({ name: column, type: types[i] as string })),
  }))
}

/** What backups don't carry is not to be used in a migration before they do: a defect. */
export async function checkPortable(session: Session): Promise<void> {
  const found = await session.query<{ what: string }>(
    `select 'sequence ' || relname as what from pg_class
      where relnamespace = current_schema()::regnamespace and relkind = 'S'
     union all
     select 'foreign key ' || conname from pg_constraint
      where connamespace = current_schema()::regnamespace and contype = 'f'`,
  )
  if (found.length > 0) {
    throw new Error(`backups can't carry: ${found.map(({ what }) => what).join(', ')}`)
  }
}

export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
