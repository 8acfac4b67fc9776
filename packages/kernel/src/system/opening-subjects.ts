/** The subjects that a file of 期初 names: registered ones, and a policy's own that it brings. */
import type { SubjectRow } from '../entry.ts'
import { type Holder, kindName } from '../known.ts'
import type { Installed } from '../registry.ts'
import { newHolder } from '../step-input.ts'
import { type BuiltIn, type InTheWay, type Trouble, trouble } from './built-in.ts'
import type { OpeningRead, SubjectRead } from './opening-file.ts'
import { codeOf, findSubjects, type Named, namedKey, subjectAt } from './subjects.ts'

export interface OpeningSubjects {
  readonly ids: ReadonlyMap<SubjectRead, string>
  readonly idOf: (read: SubjectRead) => string
  readonly fresh: readonly SubjectRow[]
  /** Holders of the fresh ones. */
  readonly holders: ReadonlyMap<string, Holder>
}

/** Finds every subject of the file. Those of the shared vocabulary have to be registered before. */
export async function resolveSubjects(
  one: BuiltIn,
  { policy }: Installed,
  { accounts, matters }: OpeningRead,
): Promise<OpeningSubjects | InTheWay> {
  const all = [...accounts, ...matters].flatMap((it) => it.subjects)
  const troubles: Trouble[] = []
  const named = new Map<SubjectRead, Named>()
  const ids = new Map<SubjectRead, string>()
  for (const read of all) {
    const kind = kindName(policy, read.kind)
    if (read.id !== null) {
      const found = await subjectAt(one, read.id)
      if (found?.kind === kind) ids.set(read, read.id)
      else troubles.push(unknownSubject(read, read.id))
      continue
    }
    const checked = await codeOf(one, { kind, code: read.code, name: read.name }, read.place)
    if ('code' in checked) named.set(read, { kind, code: checked.code, name: read.name })
    else troubles.push(checked)
  }
  const known = await findSubjects(one, [...named.values()])
  const fresh = new Map<string, SubjectRow>()
  for (const [read, it] of named) {
    const key = namedKey(it)
    const [id, ...others] = known.get(key) ?? []
    if (others.length > 0) troubles.push(severalSubjects(read))
    else if (id) ids.set(read, id)
    else if (it.kind.startsWith('terms#')) troubles.push(unknownSubject(read, read.name))
    else {
      const { kind, name, code } = it
      const more = code === null ? {} : { code }
      const row = fresh.get(key) ?? { id: one.context.makeId(), kind, name, ...more }
      fresh.set(key, row)
      ids.set(read, row.id)
    }
  }
  if (troubles.length > 0) return { troubles }
  const rows = [...fresh.values()]
  return {
    ids,
    idOf: (read) => ids.get(read) as string,
    fresh: rows,
    holders: new Map(rows.map(({ id, kind, name }) => [id, { ...newHolder, id, kind, name }])),
  }
}

const unknownSubject = ({ kind, place }: SubjectRead, which: string): Trouble =>
  trouble(
    [`没有登记过叫“${which}”的${kind}。`, `No ${kind} is registered as “${which}”.`],
    ['先登记主体或者导入名录。', 'Register it or import the register first.'],
    place,
  )

const severalSubjects = ({ kind, name, place }: SubjectRead): Trouble =>
  trouble(
    [`登记过几个叫“${name}”的${kind}。`, `Several ${kind} are registered as “${name}”.`],
    ['写上代码，或者写登记的编号。', 'Give the code, or the number in the register.'],
    place,
  )
