/** Names for ids: what people are shown in place of the numbers that the tables hold. */
import type { Session } from './db/database.ts'

export interface SubjectName {
  readonly id: string
  /** `terms#企业`, or `slug#合同` for a policy's own kind. */
  readonly kind: string
  readonly name: string
  readonly code: string | null
}

/** The subjects of some ids; an id of none is left out. */
export function subjectsAt(session: Session, ids: readonly string[]): Promise<SubjectName[]> {
  return session.query<SubjectName>(
    'select id, kind, name, code from subject where id = any($1::uuid[]) order by id',
    [ids],
  )
}

export interface PersonName {
  readonly id: string
  readonly name: string
  /** The roles that the person holds, without those that have been ended. */
  readonly roles: readonly string[]
}

const peopleQuery = `
  select a.id, a.name,
         coalesce((select array_agg(r.role order by r.role) from role r
                    where r.actor = a.id and r.ended is null), '{}') as roles
    from actor a`

/** The people of some ids; an id of nobody is left out. */
export function peopleAt(session: Session, ids: readonly string[]): Promise<PersonName[]> {
  return session.query<PersonName>(`${peopleQuery} where a.id = any($1::uuid[]) order by a.id`, [
    ids,
  ])
}

/** The people that the first entry of the log brought. */
export function firstPeople(session: Session): Promise<PersonName[]> {
  return session.query<PersonName>(`${peopleQuery} where a.opened = 0 order by a.id`)
}

/** The slugs of installed policies, those that were withdrawn included. */
export async function installedSlugs(session: Session): Promise<string[]> {
  const rows = await session.query<{ slug: string }>(
    'select distinct slug from policy order by slug',
  )
  return rows.map((one) => one.slug)
}
