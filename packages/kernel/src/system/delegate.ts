/** 授权: the holder of a role lends it to another person up to a day. */
import type { RoleRow } from '../entry.ts'
import {
  type BuiltIn,
  type Consequence,
  dayFilled,
  type InTheWay,
  type Trouble,
  textOf,
  trouble,
} from './built-in.ts'
import {
  compatible,
  type Limits,
  limitsRow,
  personTrouble,
  rolesHeld,
  rolesOfMatter,
  roleTroubles,
} from './roles.ts'

const notYours = (zh: string, en: string): InTheWay => ({
  code: 'R1',
  troubles: [
    trouble([zh, en], ['由有这个身份的人登录后办理。', 'Who has the role signs in and does it.']),
  ],
})

/** 给出授权: by whoever holds the role, for no longer, no wider, and not what was lent. */
export async function delegate(one: BuiltIn): Promise<Consequence> {
  const { asker } = one.request
  if (asker.actor === null) return notYours('授权要登录后办理。', 'Sign in to delegate a role.')
  const role = textOf(one, '授权身份')
  const limits: Limits = {
    subject: textOf(one, '授权单位'),
    tenant: textOf(one, '授权地区'),
    policy: textOf(one, '授权政策'),
  }
  const held = (await rolesHeld(one, asker.actor)).filter((row) => covers(one, row, role, limits))
  if (held.length === 0) {
    return notYours(
      `您在这个范围里没有“${role}”的身份，不能授权给别人。`,
      `You do not hold “${role}” in this scope and can’t delegate it.`,
    )
  }
  const own = held.filter((row) => row.givenBy === undefined)
  if (own.length === 0) {
    const zh = `您的“${role}”是别人授权的，不能再往下授。`
    return notYours(zh, `Your “${role}” was delegated to you and is not delegated further.`)
  }
  const to = dayFilled(one, '授权止') ?? one.day
  const actor = textOf(one, '被授权人')
  const troubles = [
    ...(await personTrouble(one, actor, '被授权人')),
    ...(await roleTroubles(one, role, limits)),
    ...termTrouble(own, to),
  ]
  if (actor === asker.actor) {
    troubles.push(
      trouble(
        ['不用授权给自己。', 'Nobody delegates to themselves.'],
        ['写另一个人的编号。', 'Write another person’s number.'],
      ),
    )
  }
  if (troubles.length > 0) return { troubles }
  const clash = compatible(one, actor, role, await rolesHeld(one, actor))
  if (clash.length > 0) return { troubles: clash, code: 'R5' }
  const row: RoleRow = {
    id: one.context.makeId(),
    actor,
    role,
    ...limitsRow(limits),
    from: one.day,
    to,
    givenBy: asker.actor,
  }
  return { body: { roles: [row] } }
}

/** Whether a role held is the one, today, in all of the scope. */
const covers = ({ day }: BuiltIn, held: RoleRow, role: string, limits: Limits): boolean =>
  held.role === role &&
  (held.subject === undefined || held.subject === limits.subject) &&
  (held.tenant === undefined || held.tenant === limits.tenant) &&
  (held.policy === undefined || held.policy === limits.policy) &&
  held.from <= day &&
  (held.to === undefined || day <= held.to)

function termTrouble(own: readonly RoleRow[], to: string): Trouble[] {
  if (own.some((row) => row.to === undefined || row.to >= to)) return []
  const last = own.map((row) => row.to as string).sort()
  return [
    trouble(
      [`您自己的任期到 ${last.at(-1)} 为止。`, `Your own term ends on ${last.at(-1)}.`],
      ['末日不晚于自己的任期。', 'Give a last day within your own term.'],
      { zh: '授权止', en: '授权止' },
    ),
  ]
}

/** 收回授权: by who gave it. */
export async function takeBack(one: BuiltIn): Promise<Consequence> {
  const { actor } = one.request.asker
  const giver = one.target.matter.performed[0]?.actor
  if (actor === null || actor !== giver) {
    return notYours('授权由给出的那个人收回。', 'A delegation is taken back by who gave it.')
  }
  const rows = await rolesOfMatter(one)
  return rows.length > 0 ? { body: { endedRoles: rows.map((row) => row.id) } } : {}
}
