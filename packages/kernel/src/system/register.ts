/** 登记人员 and 登记主体: who can act, and whom acts are about. */

import type { Json } from '../codec.ts'
import { isUuid } from '../ids.ts'
import {
  type BuiltIn,
  type Consequence,
  type InTheWay,
  inTheWay,
  isInTheWay,
  nothing,
  textOf,
  trouble,
} from './built-in.ts'
import { personTrouble, rolesGiven, rolesHeld } from './roles.ts'
import { contentOf, objectIn, type Shape, textIn } from './shape.ts'
import { codeOf, creditCode, findSubjects, type Named, namedKey } from './subjects.ts'
import { factsOfKind } from './vocabulary.ts'

interface Person {
  readonly name: string
  readonly contact: Json
}

/** The file of a person: `{ "name": "…", "contact": { "mail": "…" } }`. */
async function personIn(one: BuiltIn): Promise<Person | InTheWay> {
  const file = await contentOf(one, '人员文件')
  if (isInTheWay(file)) return file
  const place = { zh: '人员文件', en: '人员文件' }
  const shape: Shape = { troubles: [] }
  const name = textIn(shape, file.json, 'name', place)
  const contact = objectIn(shape, file.json, 'contact', place)
  for (const key of Object.keys(contact)) textIn(shape, contact, key, place)
  return shape.troubles.length > 0 ? shape : { name, contact }
}

/** 提出登记人员: the file can be read. */
export async function proposePerson(one: BuiltIn): Promise<Consequence> {
  const person = await personIn(one)
  return isInTheWay(person) ? person : nothing
}

/** 同意登记人员: from now on the person can be given roles. */
export async function registerPerson(one: BuiltIn): Promise<Consequence> {
  const person = await personIn(one)
  if (isInTheWay(person)) return person
  return { body: { actors: [{ id: one.context.makeId(), ...person }] } }
}

/** Whom a striking off is about: the person of its matter, or the one it names. */
async function struckOff(one: BuiltIn): Promise<string> {
  const named = textOf(one, '注销人')
  if (named !== '') return named
  const [row] = await one.tx.query<{ id: string }>(
    'select a.id from actor a join event e on e.seq = a.opened where e.matter = $1',
    [one.target.id],
  )
  return row?.id ?? ''
}

/** 提出注销: there is such a person. */
export async function proposeStrikingOff(one: BuiltIn): Promise<Consequence> {
  const troubles = await personTrouble(one, await struckOff(one), '注销人')
  return troubles.length > 0 ? inTheWay(...troubles) : nothing
}

/** 同意注销: the person acts no longer, and roles held and given end. */
export async function strikeOff(one: BuiltIn): Promise<Consequence> {
  const actor = await struckOff(one)
  const troubles = await personTrouble(one, actor, '注销人')
  if (troubles.length > 0) return inTheWay(...troubles)
  const roles = [...(await rolesHeld(one, actor)), ...(await rolesGiven(one, actor))]
  const endedRoles = [...new Set(roles.map((role) => role.id))]
  return { body: { closedActors: [actor], ...(endedRoles.length > 0 ? { endedRoles } : {}) } }
}

const namedIn = (one: BuiltIn): Named => ({
  kind: textOf(one, '主体种类'),
  name: textOf(one, '主体名称').trim(),
  code: textOf(one, '主体代码').trim() || null,
})

async function subjectTroubles(one: BuiltIn): Promise<Named | InTheWay> {
  const named = namedIn(one)
  if (!(await factsOfKind(one, named.kind))) {
    return inTheWay(
      trouble(
        [`没有“${named.kind}”这种主体。`, `There is no kind “${named.kind}”.`],
        [
          '写“terms#企业”，或者“政策的标识#种类”。',
          'Write “terms#企业”, or a policy’s identifier, “#” and the kind.',
        ],
        { zh: '主体种类', en: '主体种类' },
      ),
    )
  }
  const checked = await codeOf(one, named, { zh: '主体代码', en: '主体代码' })
  if (!('code' in checked)) return inTheWay(checked)
  const clean = { ...named, code: checked.code }
  const known = (await findSubjects(one, [clean])).get(namedKey(clean)) ?? []
  if (known.length === 0) return clean
  return inTheWay(
    trouble(
      [
        `已经登记过了，编号是 ${known.join('、')}。`,
        `It is registered already: ${known.join(', ')}.`,
      ],
      ['用已登记的；同名不同主体的，写上代码。', 'Use it; if another has the name, give its code.'],
    ),
  )
}

/** 提出登记主体: the kind exists, the code is right, and nobody has it yet. */
export async function proposeSubject(one: BuiltIn): Promise<Consequence> {
  const found = await subjectTroubles(one)
  return isInTheWay(found) ? found : nothing
}

/** 同意登记主体: it is registered, and its number is known to policies that ask for it. */
export async function registerSubject(one: BuiltIn): Promise<Consequence> {
  const found = await subjectTroubles(one)
  if (isInTheWay(found)) return { ...found, code: 'R5' }
  const { kind, name, code } = found
  const id = one.context.makeId()
  const fact = code === null ? undefined : (await factsOfKind(one, kind))?.get(creditCode)
  return {
    body: {
      subjects: [{ id, kind, name, ...(code === null ? {} : { code }) }],
      ...(fact
        ? {
            facts: [
              {
                subject: id,
                owner: fact.owner,
                name: creditCode,
                value: code,
                evidence: '登记',
                source: one.request.asker.role,
                from: one.day,
              },
            ],
          }
        : {}),
    },
  }
}

/** What acts of a built-in matter have registered, for whoever wants to go on with it. */
export async function registeredBy(
  session: BuiltIn['tx'],
  matter: string,
): Promise<{ readonly actors: readonly string[]; readonly subjects: readonly string[] }> {
  if (!isUuid(matter)) return { actors: [], subjects: [] }
  const ids = async (table: 'actor' | 'subject') => {
    const rows = await session.query<{ id: string }>(
      `select t.id from ${table} t join event e on e.seq = t.opened
        where e.matter = $1 order by t.id`,
      [matter],
    )
    return rows.map((row) => row.id)
  }
  return { actors: await ids('actor'), subjects: await ids('subject') }
}
