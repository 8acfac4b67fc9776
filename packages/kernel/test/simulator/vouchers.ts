/** Vouchers counted: cycles, yearly limits, contracts, the budget of a year, one payment each. */
import { daysBetween, monthOf, yearOf } from '@huoshui/values'
import { must } from './broken.ts'
import { knownOn, type Model, type ModelMatter, type SeenEntry } from './model.ts'
import { add, usedOf, withinLimit, yearName } from './programmes.ts'
import { fenOf } from './values.ts'

const slug = 'beijing/innovation-voucher'

/** The numbers of a version: they are the simulator's to change. */
export interface VoucherNumbers {
  readonly single: bigint
  readonly key: bigint
  readonly other: bigint
}

const usual: VoucherNumbers = { single: 5_000_000n, key: 50_000_000n, other: 20_000_000n }

/** Numbers of versions that the simulator made, by digest. */
export const numbersOfVersions = new Map<string, VoucherNumbers>()

const asked = (entry: SeenEntry, name: string): bigint => {
  const fen = fenOf(entry.request?.filled?.[name])
  must(fen !== null, `“${entry.act}” was asked for with an amount in “${name}”`, entry)
  return fen
}

/** Counts one entry of the voucher programme. */
export function countVoucher(model: Model, entry: SeenEntry, matter: ModelMatter): void {
  if (matter.procedure === '创新券') countClaim(model, entry, matter)
  if (matter.procedure === '绩效考核') countReview(model, entry, matter)
  if (matter.procedure === '违规处理') countRecovery(model, entry, matter)
}

function countClaim(model: Model, entry: SeenEntry, matter: ModelMatter): void {
  const { counts } = model
  const claim = counts.claims.get(matter.id)
  switch (entry.act) {
    case '领取':
      issue(model, entry, matter)
      return
    case '登记': {
      const claimed = matter.done[0]?.day ?? entry.day
      // A last day beyond the calendars is provisional, and bars nobody.
      if (yearOf(entry.day) > model.lastYear) return
      must(daysBetween(claimed, entry.day) <= 15 + 12, 'registered in time', entry)
      return
    }
    case '作废':
    case '撤回':
    case '评审不通过':
    case '不予兑现':
      must(claim?.paid === null, `what is freed was held`, entry)
      counts.claims.delete(matter.id)
      return
    case '公示':
      publish(model, entry, matter)
      return
    case '提出异议':
      must(claim?.published != null, `what is objected to was published`, entry)
      claim.published = null
      return
    case '拨付':
      pay(model, entry, matter)
      return
  }
}

function issue(model: Model, entry: SeenEntry, matter: ModelMatter): void {
  const { counts } = model
  const amount = asked(entry, '券面金额')
  const firm = matter.parties.get('申领单位') as string
  const call = matter.parties.get('发放周期')
  must(call !== undefined, 'a voucher belongs to a cycle', entry)
  const numbers = numbersOfVersions.get(entry.digest) ?? usual
  must(amount > 0n && amount <= numbers.single, `a voucher of ${amount}`, entry)
  const cycle = `周期/${call}`
  const year = `年度/${firm}/${yearName(entry)}`
  must(!counts.claims.has(matter.id), 'a voucher is issued once', entry)
  const limits = [cycle, year]
  counts.claims.set(matter.id, { matter: matter.id, limits, amount, published: null, paid: null })
  const budget = fenOf(knownOn(model, call, `${slug}#周期总额度`, entry.day, '通知'))
  withinLimit(counts, cycle, budget ?? 0n, entry)
  withinLimit(counts, year, isKey(model, firm, entry) ? numbers.key : numbers.other, entry)
}

function isKey(model: Model, firm: string, { day }: SeenEntry): boolean {
  const known = (fact: string) => knownOn(model, firm, fact, day, '登记')
  if (known(`${slug}#申领主体`) !== '企业') return false
  return known('terms#高新技术企业有效') === true || known('terms#评价入库有效') === true
}

function publish(model: Model, entry: SeenEntry, matter: ModelMatter): void {
  const claim = model.counts.claims.get(matter.id)
  must(claim?.paid === null && claim.published === null, 'published once', entry)
  const amount = asked(entry, '核定金额')
  const contract = matter.parties.get('合同')
  must(amount > 0n && amount <= claim.amount, `${amount} of a voucher of ${claim.amount}`, entry)
  const limit = `合同/${contract}`
  claim.published = { amount, limit, actor: entry.actor as string }
  const spent = fenOf(knownOn(model, contract, `${slug}#实际发生金额`, entry.day, '填报'))
  // Half of a whole number of 分, rounded half up.
  withinLimit(model.counts, limit, ((spent ?? 0n) + 1n) / 2n, entry)
}

function pay(model: Model, entry: SeenEntry, matter: ModelMatter): void {
  const { counts } = model
  const claim = counts.claims.get(matter.id)
  must(claim?.published != null, `what is paid was published`, entry)
  must(claim.paid === null, `a voucher is paid once`, entry)
  must(monthOf(entry.day) <= 9, `nothing is paid in the last quarter`, entry)
  must(claim.published.actor !== entry.actor, `paid by other hands`, entry)
  claim.paid = claim.published.amount
  spend(model, entry, matter, yearName(entry), claim.paid)
}

/** Money that leaves the budget of a year for a provider. */
function spend(
  model: Model,
  entry: SeenEntry,
  matter: ModelMatter,
  year: string,
  amount: bigint,
): void {
  add(model.counts, `往来/${matter.parties.get('开放单位')}`, amount)
  const out = add(model.counts, `专项/${year}`, amount)
  const { held } = usedOf(model.counts, `专项/${year}`)
  must(out + held <= budgetOf(model, entry), `${out} and ${held} of the budget of ${year}`, entry)
}

/** The budget of the year by the notices that are open on the day; the largest there is. */
export function budgetOf(model: Model, entry: SeenEntry): bigint {
  let most = 0n
  for (const [call, { kind, from, to }] of model.calls) {
    if (kind !== `${slug}#预算年度` || entry.day < from || to < entry.day) continue
    const fen = fenOf(knownOn(model, call, `${slug}#年度预算`, entry.day, '通知'))
    if (fen !== null && fen > most) most = fen
  }
  return most
}

/** 考核后补助: held from the proposal on, paid once, out of the budget of the proposal's year. */
function countReview(model: Model, entry: SeenEntry, matter: ModelMatter): void {
  const { claims } = model.counts
  const claim = claims.get(matter.id)
  if (entry.act === '拟定支持') {
    const amount = asked(entry, '核定补助')
    must(claim === undefined, 'proposed once', entry)
    must(amount > 0n && amount <= 100_000_000n, `a grant of ${amount}`, entry)
    const limits = [`专项/${yearName(entry)}`]
    claims.set(matter.id, { matter: matter.id, limits, amount, published: null, paid: null })
    const held = usedOf(model.counts, limits[0] as string).held
    const out = model.counts.sums.get(limits[0] as string) ?? 0n
    must(out + held <= budgetOf(model, entry), `${out} and ${held} of the budget`, entry)
  }
  if (entry.act === '提出异议') {
    must(claim?.paid === null, 'what is freed was held', entry)
    claims.delete(matter.id)
  }
  if (entry.act === '拨付补助') {
    must(claim?.paid === null, 'a grant is paid once', entry)
    claims.delete(matter.id)
    const year = (claim.limits[0] as string).slice('专项/'.length)
    add(model.counts, `往来/${matter.parties.get('开放单位')}`, claim.amount)
    add(model.counts, `专项/${year}`, claim.amount)
  }
}

/** 追回: never more than was paid; it comes back to the budget of the decision's year. */
function countRecovery(model: Model, entry: SeenEntry, matter: ModelMatter): void {
  const { counts } = model
  const name = `往来/${matter.parties.get('开放单位')}`
  if (entry.act === '决定追回') {
    const amount = asked(entry, '追回金额')
    const limit = `追回/${matter.parties.get('开放单位')}`
    counts.claims.set(matter.id, {
      matter: matter.id,
      limits: [limit, `年/${yearOf(entry.day)}`],
      amount,
      published: null,
      paid: null,
    })
    withinLimit(counts, limit, counts.sums.get(name) ?? 0n, entry)
  }
  if (entry.act === '追回资金') {
    const claim = counts.claims.get(matter.id)
    must(claim !== undefined, 'what is recovered was decided on', entry)
    counts.claims.delete(matter.id)
    must(add(counts, name, -claim.amount) >= 0n, 'no more is recovered than was paid', entry)
    add(counts, `专项/${(claim.limits[1] as string).slice('年/'.length)}`, -claim.amount)
  }
}
