/** What follows from acts of the built-in procedures: the one place that knows which has what. */
import { type ActRow, indexOf, refuse } from '@huoshui/policy'
import type { Text } from '@huoshui/values'
import { type Decided, refusedBy } from '../decide.ts'
import type { Body } from '../entry.ts'
import type { LoadedMatter } from '../loaded.ts'
import { type Said, type SaidReason, sayRefusal } from '../said.ts'
import { approve, nominate, proposeRemoval, remove } from './appoint.ts'
import { type BuiltIn, builtInSlug, type Hook, type InTheWay, isInTheWay } from './built-in.ts'
import { correct, proposeCorrection } from './correct.ts'
import { delegate, takeBack } from './delegate.ts'
import { holderWith } from './holder-with.ts'
import { recordImport, submitImport } from './import-facts.ts'
import { install, proposeWithdrawal, submitPolicy, withdraw } from './install-policy.ts'
import { open, proposeOpening } from './open-books.ts'
import { amendCall, draftAmendment, draftCall, publishCall } from './publish-call.ts'
import {
  proposePerson,
  proposeStrikingOff,
  proposeSubject,
  registerPerson,
  registerSubject,
  strikeOff,
} from './register.ts'
import { applyRoles } from './roles.ts'

/** By procedure and act. What is returned, declined or withdrawn has no consequence. */
const hooks: { readonly [procedure: string]: { readonly [act: string]: Hook } } = {
  更正: { 提出更正: proposeCorrection, 同意更正: correct },
  期初: { 登记期初: proposeOpening, 同意期初: open },
  导入事实: { 提交导入: submitImport, 同意导入: recordImport },
  安装政策: {
    提交政策: submitPolicy,
    同意安装: install,
    提出停用: proposeWithdrawal,
    同意停用: withdraw,
  },
  任免: { 提名: nominate, 批准任命: approve, 提出免职: proposeRemoval, 同意免职: remove },
  发布通知: {
    拟发通知: draftCall,
    同意发布: publishCall,
    拟改通知: draftAmendment,
    同意修改: amendCall,
  },
  登记人员: {
    提出登记人员: proposePerson,
    同意登记人员: registerPerson,
    提出注销: proposeStrikingOff,
    同意注销: strikeOff,
  },
  登记主体: { 提出登记主体: proposeSubject, 同意登记主体: registerSubject },
  授权: { 给出授权: delegate, 收回授权: takeBack },
}

/** Joins to a decided act what follows from it, or refuses it. Other policies' acts pass. */
export async function withConsequences(
  given: Omit<BuiltIn, 'target'>,
  decided: Decided,
): Promise<Decided> {
  const [first, ...rest] = decided.entries
  const [target, ...others] = decided.matters
  if (!decided.answer.ok || !first || !target || first.policy !== builtInSlug) return decided
  const one: BuiltIn = { ...given, target }
  const hands = sameHands(one)
  if (hands) return refused(one, hands)
  const hook = hooks[first.procedure]?.[first.act]
  if (!hook) return decided
  const found = await hook(one)
  if (isInTheWay(found)) return refused(one, found)
  if ('refusal' in found) return refusedBy(found.of.installed.policy, found.refusal)
  const { body = {}, entries = [], matters = [] } = found
  const all = [{ ...first, body: joined(first.body, body) }, ...rest, ...entries]
  for (const entry of all) applyRoles(given.loaded, entry.body)
  const own: LoadedMatter = { ...target, holder: holderWith(target.holder, body.facts ?? []) }
  return {
    answer: { ...decided.answer, entries: all.length },
    entries: all,
    matters: [own, ...others, ...matters],
  }
}

const joined = (own: Body, more: Partial<Body>): Body => ({
  ...own,
  ...more,
  ...(own.facts || more.facts ? { facts: [...(own.facts ?? []), ...(more.facts ?? [])] } : {}),
})

/** In one matter whoever checks is never whoever proposed (R1). */
function sameHands({ target, request }: BuiltIn): InTheWay | null {
  const { performed } = target.matter
  const acts = procedureOf(target)?.acts ?? []
  const byOf = (act: string) => acts.find((row) => row.name === act)?.by
  const opener = byOf(performed[0]?.act ?? '')
  const { actor } = request.asker
  if (byOf(request.act) === opener || actor === null) return null
  const own = performed
    .slice(0, -1)
    .find((done) => done.actor === actor && byOf(done.act) === opener)
  if (!own) return null
  const zh = `“${own.act}”是您办的，“${request.act}”要由另一个人办。`
  const en = `You did “${own.act}”; someone else must do “${request.act}”.`
  const remedy = { zh: '由另一个人办理。', en: 'Ask another person to do it.' }
  return { code: 'R1', troubles: [{ place: null, reason: { zh, en }, remedy }] }
}

const procedureOf = ({ installed, matter }: LoadedMatter) =>
  indexOf(installed.policy).procedures.get(matter.procedure)

/** How many troubles are told in one sentence, and how many of them among the reasons. */
const toldMax = 3
const reasonsMax = 200

/** A refusal that tells every trouble with its place and what to do. */
function refused(one: BuiltIn, { troubles, code = 'R4' }: InTheWay): Decided {
  const { policy } = one.target.installed
  const { act } = one.request
  const row: ActRow | undefined = procedureOf(one.target)?.acts.find((it) => it.name === act)
  const told = troubles.slice(0, toldMax).map(({ place, reason }) => ({
    zh: `${place ? `${place.zh}：` : ''}${reason.zh}`,
    en: `${place ? `${place.en}: ` : ''}${reason.en}`,
  }))
  const more = troubles.length - told.length
  const message: Text = {
    zh: told.map((it) => it.zh).join('') + (more > 0 ? `还有 ${more} 处。` : ''),
    en: told.map((it) => it.en).join(' ') + (more > 0 ? ` And ${more} more.` : ''),
  }
  const said = sayRefusal(policy, refuse(code, act, row?.citation ?? null, message))
  const [only] = troubles
  const remedy = only && troubles.length === 1 ? only.remedy : said.remedy
  const reasons = troubles.slice(0, reasonsMax).map((it): SaidReason => reasonOf(it, said))
  return {
    answer: { ok: false, refusal: { ...said, remedy, reasons } },
    entries: [],
    matters: [],
  }
}

const reasonOf = (
  { place, reason, remedy }: InTheWay['troubles'][number],
  said: Said,
): SaidReason => ({
  name: place?.zh ?? said.act,
  citation: said.citation ?? { zh: '', en: '' },
  lines: [
    {
      zh: `${place ? `${place.zh}：` : ''}${reason.zh}`,
      en: `${place ? `${place.en}: ` : ''}${reason.en}`,
    },
  ],
  remedy,
})
