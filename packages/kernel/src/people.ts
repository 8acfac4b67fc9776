/** Who may act as a 由: roles that people hold for organisations, some of them delegated. */
import { type Refusal, refuse } from '@huoshui/policy'
import type { Day } from '@huoshui/values'
import type { RoleRow } from './entry.ts'
import type { Loaded } from './loaded.ts'
import type { ActRequest } from './request.ts'

/** Roles that nobody has to hold. */
const anyone = '任何人'
const system = '系统'

/** Whether a role held is the one asked for, there and then. */
export function holdsRole(
  held: RoleRow,
  asked: { role: string; subject?: string | undefined; tenant: string; policy: string; day: Day },
): boolean {
  return (
    held.role === asked.role &&
    (held.subject === undefined || held.subject === asked.subject) &&
    (held.tenant === undefined || held.tenant === asked.tenant) &&
    (held.policy === undefined || held.policy === asked.policy) &&
    held.from <= asked.day &&
    (held.to === undefined || asked.day <= held.to)
  )
}

/**
 * Refuses a file that isn't stored (R4), and an asker who doesn't hold the role, or not for that
 * organisation, or not any more (R1).
 *
 * Whether the role is the act's own is the step's question; this one is whether the person has it.
 */
export function mayAct(
  loaded: Loaded,
  request: ActRequest,
  tenant: string,
  policy: string,
  day: Day,
  internal: boolean,
): Refusal | null {
  const { asker, act } = request
  if (asker.file !== undefined && !loaded.evidence.has(asker.file)) {
    const zh = '所附的文件还没有存下。先存文件，再写它的摘要。'
    const en = 'The file named is not stored. Store it first, then name its digest.'
    return refuse('R4', act, null, { zh, en })
  }
  if (asker.role === anyone) return null
  const say = (zh: string, en: string) => refuse('R1', act, null, { zh, en })
  if (asker.role === system) {
    return internal
      ? null
      : say(`“${act}”由系统自己办理。`, `“${act}” is done by the system itself.`)
  }
  const roles = asker.actor === null ? [] : (loaded.roles.get(asker.actor) ?? [])
  const asked = { role: asker.role, subject: asker.subject, tenant, policy, day }
  if (roles.some((held) => holdsRole(held, asked))) return null
  const ended = roles.find((held) => held.role === asker.role && held.to && held.to < day)
  if (ended) {
    return say(
      `您作为${asker.role}的授权到 ${ended.to} 为止。由授权人延期，或由他本人办理。`,
      `Your authority as ${asker.role} ended on ${ended.to}. Have it extended by who gave it.`,
    )
  }
  return say(
    `您在这里没有${asker.role}的身份。由管理员任命，或由有这个身份的人办理。`,
    `You are not a ${asker.role} here. An administrator can appoint you, or who is one acts.`,
  )
}
