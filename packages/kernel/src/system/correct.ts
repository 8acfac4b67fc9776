/**
 * 更正: the latest act of a matter is taken back, and what the system did upon it.
 *
 * Nothing is deleted. Each act taken back has an entry of its own that books the reverse, gives
 * the state, the slots and the deadlines as they were, and says of its facts that they do not hold.
 */
import {
  accountNameIn,
  dueEntriesOf,
  type Matter,
  type Refusal,
  reverse,
  type Transfer,
} from '@huoshui/policy'
import { deadlineRows, reservationRow, transferRow } from '../effects.ts'
import type { Body, Entry, FactRow, TransferRow } from '../entry.ts'
import { corrected } from '../known.ts'
import { booksOf, loadAccounts, loadCalls, loadHolders, loadMatters, notBegun } from '../load.ts'
import type { LoadedMatter } from '../loaded.ts'
import { matterEntry } from '../matter-entry.ts'
import { stepInput } from '../step-input.ts'
import {
  type BuiltIn,
  builtInSlug,
  type Consequence,
  type InTheWay,
  isInTheWay,
  nothing,
  textOf,
  trouble,
} from './built-in.ts'
import { historyOf, type Past } from './history.ts'
import { holderWith } from './holder-with.ts'

interface Correctable {
  readonly target: LoadedMatter
  /** The acts to take back, first to last. */
  readonly acts: readonly Past[]
}

type Refused = { readonly refusal: Refusal; readonly of: LoadedMatter }

/** 提出更正: there is such an act, and nothing has come after it. */
export async function proposeCorrection(one: BuiltIn): Promise<Consequence> {
  const found = await correctable(one)
  return isInTheWay(found) ? found : nothing
}

/** 同意更正: the act is taken back, in the same transaction. */
export async function correct(one: BuiltIn): Promise<Consequence> {
  const found = await correctable(one)
  if (isInTheWay(found)) return found
  const { acts } = found
  const wanted = acts.flatMap(({ body }) =>
    (body.transfers ?? []).flatMap((transfer) => [transfer.debit, transfer.credit]),
  )
  const { tenant, installed } = found.target
  const books = booksOf(one.loaded, tenant, installed.slug)
  await loadAccounts(one.tx, books, wanted)
  const floors = await floorsOf(one, found.target, wanted)
  const parties = acts.flatMap(({ before }) => [...before.parties.values()])
  await loadHolders(one.tx, one.loaded, one.cache, parties)
  await loadCalls(one.tx, one.loaded, one.cache, [installed], [one.day])
  return undo(one, found, floors)
}

async function correctable(one: BuiltIn): Promise<Correctable | InTheWay> {
  const said = textOf(one, '被更正动作').trim()
  const history = /^\d{1,18}$/.test(said) ? await historyOf(one.tx, BigInt(said)) : null
  if (!history)
    return notFound(`日志里没有第“${said}”号的办理动作。`, `No act is number “${said}”.`)
  if (history.policy === builtInSlug) {
    return notFound(
      '系统运行规则里的事不用更正：有退回、免职、停用、收回和另发通知。',
      'Built-in matters are not corrected: return, remove, withdraw or amend instead.',
    )
  }
  const seq = BigInt(said)
  const at = history.standing.findIndex((past) => past.seq === seq)
  if (at < 0) return notFound(`第 ${said} 号不是还有效的办理动作。`, `${said} is no standing act.`)
  const acts = history.standing.slice(at)
  const [first] = acts as [Past, ...Past[]]
  const last = seq + BigInt(first.body.answer?.entries ?? 1) - 1n
  const later = acts.filter((past) => past.seq > last)
  if (later.length > 0) return laterActs(later)
  if (acts.some((past) => past.sentChildren)) return childrenFirst(first)
  await loadMatters(one.tx, one.loaded, [history.matter])
  const target = one.loaded.matters.get(history.matter)
  if (!target || !isAsStored(target.matter, history.standing)) {
    return laterActs([])
  }
  return { target, acts }
}

/** Whether an earlier request of the batch has left the matter as it is stored. */
function isAsStored({ performed }: Matter, standing: readonly Past[]): boolean {
  const [first] = standing
  const stored = first ? [...first.before.performed, ...standing.map((past) => past.done)] : []
  return (
    stored.length === performed.length &&
    stored.every(({ act, day, actor, to }, i) => {
      const now = performed[i]
      return now?.act === act && now.day === day && now.actor === actor && now.to === to
    })
  )
}

const place = { zh: '被更正动作', en: '被更正动作' }

const notFound = (zh: string, en: string): InTheWay => ({
  troubles: [
    trouble(
      [zh, en],
      ['从事项的日志里抄这个动作的编号。', 'Copy the number from the log of the matter.'],
      place,
    ),
  ],
})

function laterActs(later: readonly Past[]): InTheWay {
  const acts = later.map(({ done, seq }) => `“${done.act}”（第 ${seq} 号）`)
  const actsEn = later.map(({ done, seq }) => `“${done.act}” (${seq})`)
  return {
    code: 'R5',
    troubles: [
      trouble(
        [
          `同一事项后来已有别的动作${acts.length > 0 ? `：${acts.join('、')}` : ''}。`,
          `The matter has had later acts${acts.length > 0 ? `: ${actsEn.join(', ')}` : ''}.`,
        ],
        ['先更正后来的。', 'Correct those first.'],
        place,
      ),
    ],
  }
}

const childrenFirst = ({ done }: Past): InTheWay => ({
  code: 'R5',
  troubles: [
    trouble(
      [`“${done.act}”派出了子事项。`, `“${done.act}” has opened child matters.`],
      ['由这件事项的后续动作处理，不能更正。', 'Go on with the matter; it is not corrected.'],
      place,
    ),
  ],
})

/** 底线 as they were last announced, for accounts whose policy computes them. */
async function floorsOf(
  { tx }: BuiltIn,
  { tenant, installed }: LoadedMatter,
  keys: readonly string[],
): Promise<ReadonlyMap<string, bigint>> {
  const rows = await tx.query<{ key: string; floor: bigint | null }>(
    'select key, floor from account where tenant = $1 and policy = $2 and key = any($3::text[])',
    [tenant, installed.slug, [...new Set(keys)]],
  )
  return new Map(rows.flatMap(({ key, floor }) => (floor === null ? [] : [[key, floor]])))
}

function undo(
  one: BuiltIn,
  { target, acts }: Correctable,
  floors: ReadonlyMap<string, bigint>,
): Consequence {
  const { loaded, day, request } = one
  const { policy, slug } = target.installed
  const real = booksOf(loaded, target.tenant, slug)
  const changed = new Map<string, ReturnType<typeof real.get> & object>()
  const entries: Entry[] = []
  let now = target
  for (const past of acts.toReversed()) {
    const result = reverse({
      policy,
      matter: now.matter,
      last: {
        before: past.before,
        transfers: (past.body.transfers ?? []).map(transferOf),
        facts: [],
      },
      books: { get: (key) => changed.get(key) ?? real.get(key) },
      user: request.asker.actor ?? request.asker.role,
      floors,
    })
    if (!result.ok) return refusedBy(result.refusal, target)
    for (const [key, balance] of result.reversal.balances) changed.set(key, balance)
    const facts = withdrawalsOf(past)
    now = { ...now, matter: past.before, holder: holderWith(now.holder, facts) }
    const body = bodyFor(one, past, result.reversal.transfers, facts)
    entries.push(matterEntry(now, '更正', request.asker, day, one.context, body))
  }
  const last = entries.at(-1) as Entry
  const deadlines =
    now.matter.state === null ? [] : deadlineRows(dueEntriesOf(stepInput(loaded, now, day)))
  entries[entries.length - 1] = { ...last, body: { ...last.body, deadlines } }
  for (const [key, balance] of changed) real.set(key, balance)
  return { entries, matters: [now] }
}

const refusedBy = (refusal: Refusal, of: LoadedMatter): Refused => ({ refusal, of })

/** What was recorded by an act that is taken back holds no longer; what was before it does. */
const withdrawalsOf = ({ seq, body }: Past): readonly FactRow[] =>
  (body.facts ?? []).map(({ subject, owner, name, from }) => ({
    subject,
    owner,
    name,
    value: null,
    evidence: corrected,
    source: String(seq),
    from,
  }))

function bodyFor(
  one: BuiltIn,
  past: Past,
  transfers: readonly Transfer[],
  facts: readonly FactRow[],
): Body {
  const { before, body, seq } = past
  const parties: { [kind: string]: string | null } = {}
  for (const kind of Object.keys(body.parties ?? {}))
    parties[kind] = before.parties.get(kind) ?? null
  const notice = body.notice
  return {
    to: before.state ?? notBegun,
    drop: 1,
    corrects: String(seq),
    reservations: before.reservations.map(reservationRow),
    deadlines: [],
    ...(transfers.length > 0 ? { transfers: transfers.map(transferRow) } : {}),
    ...(facts.length > 0 ? { facts } : {}),
    ...(Object.keys(parties).length > 0 ? { parties } : {}),
    ...(notice
      ? {
          notice: {
            id: one.context.makeId(),
            from: one.day,
            to: null,
            facts: {},
            corrects: notice.id,
          },
        }
      : {}),
  }
}

function transferOf(row: TransferRow): Transfer {
  const { mode, ledger, debit, credit } = row
  return {
    mode,
    ledger,
    debit,
    debitName: accountNameIn(debit, ledger),
    credit,
    creditName: accountNameIn(credit, ledger),
    amount: BigInt(row.amount),
  }
}
