/** Finding subjects by what people know of them: their number, their name, or their id. */
import { checkCreditCode, type Text } from '@huoshui/values'
import { isUuid } from '../ids.ts'
import type { BuiltIn, Trouble } from './built-in.ts'
import { trouble } from './built-in.ts'
import { factsOfKind } from './vocabulary.ts'

/** The shared name of a firm's number; a kind that has it takes no other code. */
export const creditCode = '统一社会信用代码'

/** A subject as a file names it. */
export interface Named {
  readonly kind: string
  readonly code: string | null
  readonly name: string
}

/** The one string under which a named subject is looked up. */
export const namedKey = ({ kind, code, name }: Named): string =>
  code === null ? `${kind}\n\n${name}` : `${kind}\n${code}`

/** Finds registered subjects: by code, or by name where they have none; all of one name. */
export async function findSubjects(
  { tx }: BuiltIn,
  named: readonly Named[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>()
  const add = (key: string, id: string) => void found.set(key, [...(found.get(key) ?? []), id])
  const coded = named.filter((one) => one.code !== null)
  if (coded.length > 0) {
    const rows = await tx.query<{ id: string; kind: string; code: string }>(
      `select s.id, s.kind, s.code from subject s
         join (select distinct * from unnest($1::text[], $2::text[])) as v(kind, code)
           on s.kind = v.kind and s.code = v.code`,
      [coded.map((one) => one.kind), coded.map((one) => one.code)],
    )
    for (const { id, kind, code } of rows) add(`${kind}\n${code}`, id)
  }
  const plain = named.filter((one) => one.code === null)
  if (plain.length > 0) {
    const rows = await tx.query<{ id: string; kind: string; name: string }>(
      `select s.id, s.kind, s.name from subject s
         join (select distinct * from unnest($1::text[], $2::text[])) as v(kind, name)
           on s.kind = v.kind and s.name = v.name`,
      [plain.map((one) => one.kind), plain.map((one) => one.name)],
    )
    for (const { id, kind, name } of rows) add(`${kind}\n\n${name}`, id)
  }
  return found
}

/** What is wrong with a subject's code; null where it may stand. The canonical code otherwise. */
export async function codeOf(
  one: BuiltIn,
  { kind, code }: Named,
  place: Text | null,
): Promise<{ readonly code: string | null } | Trouble> {
  if (code === null) return { code }
  const facts = await factsOfKind(one, kind)
  if (!facts?.has(creditCode)) return { code }
  const checked = checkCreditCode(code)
  if (checked.ok) return { code: checked.code }
  return trouble(
    [checked.message.zh, checked.message.en],
    ['照营业执照重新填代码。', 'Copy the code from the licence anew.'],
    place,
  )
}

/** A registered subject by id; null where there is none. */
export async function subjectAt(
  { tx, loaded }: BuiltIn,
  id: string,
): Promise<{ readonly id: string; readonly kind: string; readonly name: string } | null> {
  const known = loaded.holders.get(id)
  if (known) return known
  if (!isUuid(id)) return null
  const [row] = await tx.query<{ id: string; kind: string; name: string }>(
    'select id, kind, name from subject where id = $1',
    [id],
  )
  return row ?? null
}
