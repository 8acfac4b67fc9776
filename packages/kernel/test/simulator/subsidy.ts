/** Interest subsidies counted: one chance a firm, the money of a year, what is taken back. */
import { must } from './broken.ts'
import { knownOn, type Model, type ModelMatter, type SeenEntry } from './model.ts'
import { add, withinLimit, yearName } from './programmes.ts'
import { fenOf } from './values.ts'

const slug = 'shandong/interest-subsidy'

/** Counts one entry of the subsidy programme. */
export function countSubsidy(model: Model, entry: SeenEntry, matter: ModelMatter): void {
  if (matter.procedure === '贴息') countGrant(model, entry, matter)
  if (matter.procedure === '查处') countPenalty(model, entry, matter)
}

const firmOf = (matter: ModelMatter): string => matter.parties.get('企业') ?? ''

function countGrant(model: Model, entry: SeenEntry, matter: ModelMatter): void {
  const { counts } = model
  const { claims } = counts
  const claim = claims.get(matter.id)
  switch (entry.act) {
    case '申报': {
      const limits = [`机会/${firmOf(matter)}`]
      must(claim === undefined, 'applied for once', entry)
      claims.set(matter.id, { matter: matter.id, limits, amount: 1n, published: null, paid: null })
      withinLimit(counts, limits[0] as string, 1n, entry)
      return
    }
    case '退回':
    case '撤回':
    case '不予贴息':
      must(claim?.paid === null, 'what is freed was held', entry)
      claims.delete(matter.id)
      return
    case '公示':
      publish(model, entry, matter)
      return
    case '提出异议':
      must(claim?.published != null, 'what is objected to was published', entry)
      claim.published = null
      return
    case '拨付': {
      must(claim?.published != null, 'what is paid was published', entry)
      must(claim.paid === null, 'a subsidy is paid once', entry)
      claim.paid = 1n
      add(counts, `贴息/${matter.parties.get('申报年度')}`, claim.published.amount)
      add(counts, `企业/${firmOf(matter)}`, claim.published.amount)
      return
    }
  }
}

function publish(model: Model, entry: SeenEntry, matter: ModelMatter): void {
  const claim = model.counts.claims.get(matter.id)
  must(claim?.paid === null && claim.published === null, 'published once', entry)
  const amount = fenOf(entry.request?.filled?.核定金额)
  must(amount !== null && amount > 0n, 'an amount was asked for', entry)
  const loan = matter.parties.get('贷款')
  const paid = fenOf(knownOn(model, loan, `${slug}#实际支付利息`, entry.day, '填报')) ?? 0n
  // Forty per cent, rounded half up to 分, and at most 500,000 yuan.
  const due = (paid * 40n + 50n) / 100n
  must(amount <= due && amount <= 50_000_000n, `${amount} for interest of ${paid}`, entry)
  const call = matter.parties.get('申报年度') as string
  claim.published = { amount, limit: `公示/${call}`, actor: entry.actor as string }
  const budget = fenOf(knownOn(model, call, `${slug}#年度预算`, entry.day, '通知')) ?? 0n
  const out = heldFor(model, call) + (model.counts.sums.get(`贴息/${call}`) ?? 0n)
  must(out <= budget, `${out} of a budget of ${budget}`, entry)
}

/** What is published and not yet paid under a call. */
export function heldFor(model: Model, call: string): bigint {
  let held = 0n
  for (const one of model.counts.claims.values()) {
    if (one.paid === null && one.published?.limit === `公示/${call}`) held += one.published.amount
  }
  return held
}

function countPenalty(model: Model, entry: SeenEntry, matter: ModelMatter): void {
  const { counts } = model
  const firm = firmOf(matter)
  if (entry.act === '处罚') {
    const amount = fenOf(entry.request?.filled?.追回金额)
    must(amount !== null, 'an amount was asked for', entry)
    const limits = [`收回/${firm}`, `年/${yearName(entry)}`]
    counts.claims.set(matter.id, { matter: matter.id, limits, amount, published: null, paid: null })
    withinLimit(counts, limits[0] as string, counts.sums.get(`企业/${firm}`) ?? 0n, entry)
  }
  if (['缴款', '补缴', '执行完毕'].includes(entry.act)) {
    const claim = counts.claims.get(matter.id)
    must(claim !== undefined, 'what is paid back was decided on', entry)
    counts.claims.delete(matter.id)
    must(add(counts, `企业/${firm}`, -claim.amount) >= 0n, 'no more than was paid', entry)
  }
  if (entry.act === '终结执行' || entry.act === '撤销处罚') counts.claims.delete(matter.id)
}
