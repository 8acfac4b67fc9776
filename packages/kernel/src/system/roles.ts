/** Roles as built-in acts read and change them, with what the batch has changed already. */

import { dateValue, type Value } from '@huoshui/feel'
import { evaluation } from '@huoshui/policy'
import type { Day } from '@huoshui/values'
import type { Body, RoleRow } from '../entry.ts'
import { isUuid } from '../ids.ts'
import type { Loaded } from '../loaded.ts'
import { type RoleRecord, roleColumns, roleRow } from '../role-row.ts'
import { type BuiltIn, type Trouble, trouble } from './built-in.ts'
import { subjectAt } from './subjects.ts'
import { rolesInUse } from './vocabulary.ts'

/** What earlier acts of a batch gave and ended: it is not in the table yet. */
interface Changes {
  readonly given: RoleRow[]
  readonly ended: Set<string>
}

const changes = new WeakMap<Loaded, Changes>()

function changesOf(loaded: Loaded): Changes {
  const found = changes.get(loaded) ?? { given: [], ended: new Set() }
  changes.set(loaded, found)
  return found
}

/** Roles that a person holds, or gave to others, and that nobody has ended. */
async function rolesBy(
  { tx, loaded }: BuiltIn,
  column: 'actor' | 'given_by',
  actor: string,
): Promise<readonly RoleRow[]> {
  const rows = await tx.query<RoleRecord>(
    `select ${roleColumns} from role r where r.${column} = $1 and r.ended is null order by r.id`,
    [actor],
  )
  const { given, ended } = changesOf(loaded)
  const wanted = given.filter((one) => (column === 'actor' ? one.actor : one.givenBy) === actor)
  return [...rows.map(roleRow), ...wanted].filter((one) => !ended.has(one.id))
}

/** Roles that a person holds. */
export const rolesHeld = (one: BuiltIn, actor: string): Promise<readonly RoleRow[]> =>
  rolesBy(one, 'actor', actor)

/** Roles that a person gave to others. */
export const rolesGiven = (one: BuiltIn, actor: string): Promise<readonly RoleRow[]> =>
  rolesBy(one, 'given_by', actor)

/** Roles that acts of a matter gave, and that nobody has ended. */
export async function rolesOfMatter({ tx, loaded, target }: BuiltIn): Promise<readonly RoleRow[]> {
  const rows = await tx.query<RoleRecord>(
    `select ${roleColumns} from role r join event e on e.seq = r.event
      where e.matter = $1 and r.ended is null`,
    [target.id],
  )
  const { ended } = changesOf(loaded)
  return rows.map(roleRow).filter((one) => !ended.has(one.id))
}

/** Whether two roles are one and the same in what they allow. */
export const sameScope = (a: RoleRow, b: RoleRow): boolean =>
  a.role === b.role && a.subject === b.subject && a.tenant === b.tenant && a.policy === b.policy

/** Puts roles given and ended into the batch, so that its later requests see them. */
export function applyRoles(loaded: Loaded, body: Partial<Body>): void {
  const { roles = [], endedRoles = [] } = body
  if (roles.length === 0 && endedRoles.length === 0) return
  const { given, ended } = changesOf(loaded)
  given.push(...roles)
  for (const id of endedRoles) ended.add(id)
  for (const [actor, held] of loaded.roles) {
    const more = roles.filter((one) => one.actor === actor)
    loaded.roles.set(
      actor,
      [...held, ...more].filter((one) => !ended.has(one.id)),
    )
  }
}

/** A person who is registered and not struck off. */
export async function personTrouble(one: BuiltIn, actor: string, fact: string): Promise<Trouble[]> {
  const [row] = isUuid(actor)
    ? await one.tx.query('select id from actor where id = $1 and closed is null', [actor])
    : []
  if (row) return []
  return [
    trouble(
      [`没有登记过编号为“${actor}”的人员。`, `No person is registered as “${actor}”.`],
      ['从人员名册里选，或者先登记人员。', 'Choose from the register, or register the person.'],
      { zh: fact, en: fact },
    ),
  ]
}

/** What a role is limited to; the empty text is no limit. */
export interface Limits {
  readonly subject: string
  readonly tenant: string
  readonly policy: string
}

/** What is wrong with a role's word and limits. */
export async function roleTroubles(one: BuiltIn, role: string, limits: Limits): Promise<Trouble[]> {
  const { registry } = one.loaded
  const troubles: Trouble[] = []
  const words = rolesInUse(registry)
  if (!words.has(role)) {
    troubles.push(
      trouble(
        [`没有哪件政策由“${role}”办事。`, `No policy has acts done by “${role}”.`],
        [`写其中之一：${[...words].join('、')}。`, `Write one of ${[...words].join(', ')}.`],
      ),
    )
  }
  if (limits.subject !== '' && !(await subjectAt(one, limits.subject))) {
    troubles.push(
      trouble(
        [`没有登记过编号为“${limits.subject}”的单位。`, `No organisation is “${limits.subject}”.`],
        ['从主体名册里选，或者先登记主体。', 'Choose from the register, or register it first.'],
      ),
    )
  }
  if (limits.tenant !== '' && !registry.all.some((it) => it.tenant === limits.tenant)) {
    const known = [...new Set(registry.all.map((it) => it.tenant))]
    troubles.push(
      trouble(
        [`没有“${limits.tenant}”的政策。`, `No policy is of “${limits.tenant}”.`],
        [`写其中之一：${known.join('、')}。`, `Write one of ${known.join(', ')}.`],
      ),
    )
  }
  if (limits.policy !== '' && !registry.all.some((it) => it.slug === limits.policy)) {
    const known = [...new Set(registry.all.map((it) => it.slug))]
    troubles.push(
      trouble(
        [`没有装过“${limits.policy}”这件政策。`, `No policy “${limits.policy}” is installed.`],
        [`写其中之一：${known.join('、')}。`, `Write one of ${known.join(', ')}.`],
      ),
    )
  }
  return troubles
}

/** Words of the roles that a person holds on a day or will hold after it. */
export const wordsOf = (held: readonly RoleRow[], day: Day): readonly string[] => [
  ...new Set(held.filter((one) => (one.to ?? day) >= day).map((one) => one.role)),
]

/**
 * Whether somebody may take a role beside those held, by the rule of the built-in policy itself:
 * nobody is both maker and checker.
 */
export function compatible(
  { target, day }: BuiltIn,
  actor: string,
  role: string,
  held: readonly RoleRow[],
): Trouble[] {
  const { policy } = target.installed
  const facts = new Map<string, Value>([
    ['被任免人', actor],
    ['任免职务', role],
    ['已任职务', [...wordsOf(held, day)]],
    ['任职单位', null],
    ['适用地区', null],
    ['适用政策', null],
    ['任期止', dateValue(day)],
  ])
  if (evaluation({ policy, day, facts }).valueOf('任职相容') === true) return []
  const words = wordsOf(held, day)
  return [
    trouble(
      [
        `这个人现任${words.join('、')}，不能再任${role}。`,
        `This person is ${words.join(', ')} and can’t be ${role} as well.`,
      ],
      ['换一个人，或者先免去现任的职务。', 'Choose someone else, or remove the person first.'],
    ),
  ]
}

/** A role's limits as the rows of roles have them. */
export const limitsRow = ({ subject, tenant, policy }: Limits) => ({
  ...(subject ? { subject } : {}),
  ...(tenant ? { tenant } : {}),
  ...(policy ? { policy } : {}),
})
