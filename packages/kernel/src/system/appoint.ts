/** 任免: people get roles and lose them. */
import type { RoleRow } from '../entry.ts'
import {
  type BuiltIn,
  type Consequence,
  dayFilled,
  filledFor,
  inTheWay,
  nothing,
  type Trouble,
  textOf,
  trouble,
} from './built-in.ts'
import {
  compatible,
  type Limits,
  limitsRow,
  personTrouble,
  rolesGiven,
  rolesHeld,
  rolesOfMatter,
  roleTroubles,
  sameScope,
  wordsOf,
} from './roles.ts'

const limitsOf = (one: BuiltIn): Limits => ({
  subject: textOf(one, '任职单位'),
  tenant: textOf(one, '适用地区'),
  policy: textOf(one, '适用政策'),
})

/** 提名: the person, the role and its limits exist, and the register says what is said of it. */
export async function nominate(one: BuiltIn): Promise<Consequence> {
  const actor = textOf(one, '被任免人')
  const role = textOf(one, '任免职务')
  const unknown = await personTrouble(one, actor, '被任免人')
  const troubles = [...unknown, ...(await roleTroubles(one, role, limitsOf(one)))]
  if (unknown.length === 0) troubles.push(...heldTroubles(one, await rolesHeld(one, actor)))
  return troubles.length > 0 ? inTheWay(...troubles) : nothing
}

/** What was said of the roles held has to be what the register says. */
function heldTroubles(one: BuiltIn, held: readonly RoleRow[]): Trouble[] {
  const said = filledFor(one, '已任职务')
  const words = wordsOf(held, one.day)
  const given = Array.isArray(said) ? said.map(String) : []
  if (words.length === new Set(given).size && words.every((word) => given.includes(word))) return []
  const list = words.length > 0 ? words.join('、') : '无'
  return [
    trouble(
      [`任职名册上，这个人现任：${list}。`, `By the register this person is: ${list}.`],
      ['照名册填“已任职务”。', 'Fill in “已任职务” as the register has it.'],
      { zh: '已任职务', en: '已任职务' },
    ),
  ]
}

/** 批准任命: the role begins on the day of the approval. */
export async function approve(one: BuiltIn): Promise<Consequence> {
  const actor = textOf(one, '被任免人')
  const role = textOf(one, '任免职务')
  const troubles = await personTrouble(one, actor, '被任免人')
  // Since the nomination the person may have taken another office.
  troubles.push(...compatible(one, actor, role, await rolesHeld(one, actor)))
  if (troubles.length > 0) return { troubles, code: 'R5' }
  const to = dayFilled(one, '任期止')
  const row: RoleRow = {
    id: one.context.makeId(),
    actor,
    role,
    ...limitsRow(limitsOf(one)),
    from: one.day,
    ...(to ? { to } : {}),
  }
  return { body: { roles: [row] } }
}

/** 提出免职 from the beginning: of whom and of which role has to be said, and it has to be held. */
export async function proposeRemoval(one: BuiltIn): Promise<Consequence> {
  return (await removed(one)).length > 0 ? nothing : inTheWay(notHeld(one))
}

/** 同意免职: the role ends, and with it what was delegated from it. */
export async function remove(one: BuiltIn): Promise<Consequence> {
  const ended = await removed(one)
  if (ended.length === 0) return inTheWay(notHeld(one))
  const given = await rolesGiven(one, (ended[0] as RoleRow).actor)
  const below = given.filter((row) => ended.some((own) => within(row, own)))
  return { body: { endedRoles: [...new Set([...ended, ...below].map((row) => row.id))] } }
}

/** A delegation may be narrower than the role it came from. */
const within = (given: RoleRow, own: RoleRow): boolean =>
  sameScope(given, {
    ...own,
    ...(own.subject === undefined && given.subject ? { subject: given.subject } : {}),
    ...(own.tenant === undefined && given.tenant ? { tenant: given.tenant } : {}),
    ...(own.policy === undefined && given.policy ? { policy: given.policy } : {}),
  })

/** The roles that a removal is about: those of its matter, or those that it names. */
async function removed(one: BuiltIn): Promise<readonly RoleRow[]> {
  const appointed = one.target.matter.performed.some((done) => done.act === '批准任命')
  if (appointed) return rolesOfMatter(one)
  const role = textOf(one, '任免职务')
  const unknown = await personTrouble(one, textOf(one, '被任免人'), '被任免人')
  if (unknown.length > 0) return []
  const held = await rolesHeld(one, textOf(one, '被任免人'))
  return held.filter((row) => row.role === role && row.givenBy === undefined)
}

const notHeld = (one: BuiltIn): Trouble =>
  trouble(
    [
      `任职名册上，这个人没有在任“${textOf(one, '任免职务')}”。`,
      `By the register this person does not hold “${textOf(one, '任免职务')}”.`,
    ],
    ['核对人员编号和职务。', 'Check the person’s number and the office.'],
  )
