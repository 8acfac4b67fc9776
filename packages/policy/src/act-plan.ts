/** The acts of a procedure made ready to be done: rows by state, names found, texts resolved. */
import type { Value } from '@huoshui/feel'
import { formulasOfAct } from './checks/context.ts'
import { constantOf } from './fixed-value.ts'
import { factKey, indexOf } from './lookup.ts'
import type {
  Account,
  ActRow,
  Doing,
  Fact,
  Formula,
  Policy,
  Procedure,
  TransferRow,
} from './policy.ts'
import { namesBelow } from './reach.ts'
import { amountFacts } from './same-hands.ts'

/** One name of a 填. */
export interface Asked {
  readonly name: string
  /** A slot to be chosen, and not a fact. */
  readonly party: boolean
  /** null for a slot, and for a name that is not declared. */
  readonly fact: Fact | null
  readonly key: string
  /** The party that the fact is about, where a slot must be filled for it. */
  readonly slot: string | null
  /** The lowest value where it is written out; undefined where it has to be computed. */
  readonly floor: Value | undefined
}

/** One 置. */
export interface Setting {
  readonly value: Formula
  readonly kind: string
  readonly name: string
  /** null for a name that is not declared. */
  readonly key: string | null
  readonly money: boolean
}

/** One row of 记账. */
export interface Posting {
  readonly row: TransferRow
  /** The declared account of either side: it gives the 账套 and the unit. */
  readonly named: Account | null
  /** Facts whose filler may not do it; null where it matters to nobody. */
  readonly amount: ReadonlySet<string> | null
}

export interface RowPlan {
  readonly row: ActRow
  /** It is done by a party of the matter. */
  readonly byParty: boolean
  /** Done for a whole batch: 择优, or 抽取 among the matters. */
  readonly batched: boolean
  readonly asked: readonly Asked[]
  /** Slots are among them. */
  readonly chooses: boolean
  /** The keys of what is filled in. */
  readonly takes: ReadonlySet<string>
  /** The slots whose subjects' facts are filled in, unless the act chooses them itself. */
  readonly needs: readonly string[]
  /** What is filled in or chosen can change what was read before it: the deadline, a 下限. */
  readonly rereads: boolean
  readonly settings: readonly Setting[]
  readonly published: readonly string[]
  readonly children: readonly string[]
  readonly draws: readonly Extract<Doing, { verb: '抽取' }>[]
  readonly postings: readonly Posting[]
}

export interface ProcedurePlan {
  readonly procedure: Procedure
  /** Parties that acts choose: all but calls, which the kernel pins when the matter opens. */
  readonly slots: readonly string[]
  /** The slots of facts, by their keys and names. */
  readonly slotOf: ReadonlyMap<string, string>
  /** The rows of an act in a state; `null` is the opening. */
  readonly rowsIn: (act: string, state: string | null) => readonly RowPlan[]
  /** All rows of a state, in their order. */
  readonly allIn: (state: string | null) => readonly RowPlan[]
  /** What the system does by itself in a state. */
  readonly followers: (state: string) => readonly RowPlan[]
  /** Whether a state waits for a 择优. */
  readonly ranked: (state: string) => boolean
  /** Rows of a state that fall due or open on a day. */
  readonly timed: (state: string) => readonly ActRow[]
}

const plans = new WeakMap<Policy, Map<string, ProcedurePlan>>()

/** The plan of a procedure, made once; undefined when there is none of that name. */
export function procedurePlan(policy: Policy, name: string): ProcedurePlan | undefined {
  let made = plans.get(policy)
  if (made === undefined) {
    made = new Map()
    plans.set(policy, made)
  }
  let plan = made.get(name)
  if (plan === undefined) {
    const procedure = indexOf(policy).procedures.get(name)
    if (procedure === undefined) return undefined
    plan = planProcedure(policy, procedure)
    made.set(name, plan)
  }
  return plan
}

function planProcedure(policy: Policy, procedure: Procedure): ProcedurePlan {
  const { facts, kinds } = indexOf(policy)
  const rows = procedure.acts.map((row) => planRow(policy, procedure, row))
  const slots = procedure.parties.filter((kind) => !kinds.get(kind)?.call)
  const slotOf = new Map<string, string>()
  for (const [key, { kind }] of facts) if (slots.includes(kind)) slotOf.set(key, kind)
  const here = (state: string | null) =>
    rows.filter(({ row }) => (state === null ? row.from.length === 0 : row.from.includes(state)))
  const states = new Map<string | null, State>()
  const at = (state: string | null): State => {
    let found = states.get(state)
    if (found === undefined) {
      found = planState(here(state))
      states.set(state, found)
    }
    return found
  }
  return {
    procedure,
    slots,
    slotOf,
    rowsIn: (act, state) => at(state).acts.get(act) ?? none,
    allIn: (state) => at(state).all,
    followers: (state) => at(state).followers,
    ranked: (state) => at(state).ranked,
    timed: (state) => at(state).timed,
  }
}

const none: readonly RowPlan[] = []

interface State {
  readonly all: readonly RowPlan[]
  readonly acts: ReadonlyMap<string, readonly RowPlan[]>
  readonly followers: readonly RowPlan[]
  readonly ranked: boolean
  readonly timed: readonly ActRow[]
}

function planState(here: readonly RowPlan[]): State {
  const acts = new Map<string, RowPlan[]>()
  for (const plan of here) acts.set(plan.row.name, [...(acts.get(plan.row.name) ?? []), plan])
  return {
    all: here,
    acts,
    followers: here.filter(({ row }) => row.by === '系统' && !row.deadline),
    ranked: here.some(({ row }) => row.doing.some((doing) => doing.verb === '择优')),
    timed: here
      .map(({ row }) => row)
      .filter((row) => row.deadline && row.deadline.form !== 'lapse'),
  }
}

function planRow(policy: Policy, procedure: Procedure, row: ActRow): RowPlan {
  const { accounts } = indexOf(policy)
  const names = row.doing.flatMap((doing) => (doing.verb === '填' ? doing.names : []))
  const asked = names.map((name) => planAsked(policy, procedure, name))
  const transfers = procedure.transfers.filter((transfer) => transfer.act === row.name)
  return {
    row,
    byParty: procedure.parties.includes(row.by),
    batched: row.doing.some(
      (doing) => doing.verb === '择优' || (doing.verb === '抽取' && doing.pool === null),
    ),
    asked,
    chooses: asked.some((one) => one.party),
    takes: new Set(asked.map((one) => one.key)),
    needs: [...new Set(asked.flatMap(({ slot }) => (slot ? [slot] : [])))].filter(
      (slot) => !asked.some((one) => one.party && one.name === slot),
    ),
    rereads: rereads(policy, procedure, row, asked),
    settings: row.doing.flatMap((doing) =>
      doing.verb === '置' ? [planSetting(policy, procedure, doing)] : [],
    ),
    published: row.doing.flatMap((doing) => (doing.verb === '公示' ? doing.names : [])),
    children: row.doing.flatMap((doing) => (doing.verb === '派' ? [doing.procedure] : [])),
    draws: row.doing.filter((doing) => doing.verb === '抽取'),
    postings: transfers.map((transfer) => {
      const named = accounts.get(transfer.from) ?? accounts.get(transfer.to ?? '') ?? null
      const paid = transfer.mode === 'post' || transfer.mode === 'settle'
      // The system is nobody: what it does needs no second person.
      const amount = paid && row.by !== '系统' ? amountFacts(policy, procedure, transfer) : null
      return { row: transfer, named, amount }
    }),
  }
}

function planAsked(policy: Policy, procedure: Procedure, name: string): Asked {
  const { facts, kinds, keyOf } = indexOf(policy)
  if (procedure.parties.includes(name)) {
    return { name, party: true, fact: null, key: keyOf(name), slot: null, floor: null }
  }
  const fact = facts.get(name) ?? null
  const kind = fact?.kind ?? ''
  const slot = procedure.parties.includes(kind) && !kinds.get(kind)?.call ? kind : null
  const floor = fact?.floor ? constantOf(policy, fact.floor) : null
  const key = fact ? factKey(policy, fact) : keyOf(name)
  return { name, party: false, fact, key, slot, floor }
}

function planSetting(
  policy: Policy,
  procedure: Procedure,
  doing: Extract<Doing, { verb: '置' }>,
): Setting {
  const fact = indexOf(policy).facts.get(doing.fact)
  return {
    value: doing.value,
    kind: fact?.kind ?? procedure.name,
    name: fact?.name ?? doing.fact,
    key: fact ? factKey(policy, fact) : null,
    money: fact?.type.kind === 'money',
  }
}

function rereads(
  policy: Policy,
  procedure: Procedure,
  row: ActRow,
  asked: readonly Asked[],
): boolean {
  if (asked.some((one) => one.party)) return true
  const { deadline } = row
  const timed =
    deadline?.form === 'lapse' ? procedure.acts.filter((one) => one.name === deadline.act) : [row]
  const floors = asked.flatMap(({ fact, floor }) =>
    fact?.floor && floor === undefined ? [fact.floor] : [],
  )
  const deadlines = timed.flatMap((one) => formulasOfAct({ ...one, condition: null, doing: [] }))
  const { keyOf, targetOf } = indexOf(policy)
  const takes = new Set(asked.map((one) => one.key))
  // What another policy reads is not known here.
  return [...namesBelow(policy, [...deadlines, ...floors])].some(
    (name) => takes.has(keyOf(name)) || targetOf(name).kind === 'other',
  )
}
