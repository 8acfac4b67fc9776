/** Reading the ledger: accounts, statements, balances as of a day, and what must always hold. */
import type { Day, Text } from '@huoshui/values'
import type { Session } from './db/database.ts'

/** An account as it stands. Units are whole 分 for money and whole times for counts. */
export interface AccountState {
  readonly tenant: string
  readonly policy: string
  readonly key: string
  readonly ledger: string
  readonly name: string
  readonly unit: 'money' | 'count'
  /** null: 外部 and 已用, which have none. */
  readonly floor: bigint | null
  readonly funded: bigint
  readonly balance: bigint
  readonly held: bigint
}

const accountColumns = 'tenant, policy, key, ledger, name, unit, floor, funded, balance, held'

/** The accounts of a policy, in the order of their keys; from after a key, for paging. */
export function accountsOf(
  session: Session,
  policy: string,
  page: { readonly after?: string; readonly limit?: number } = {},
): Promise<AccountState[]> {
  return session.query<AccountState>(
    `select ${accountColumns} from account
      where policy = $1 and key > $2 order by key limit $3`,
    [policy, page.after ?? '', page.limit ?? 100],
  )
}

/** One account, or null where nothing has ever been booked on it. */
export async function accountAt(
  session: Session,
  policy: string,
  key: string,
): Promise<AccountState | null> {
  const [row] = await session.query<AccountState>(
    `select ${accountColumns} from account where policy = $1 and key = $2`,
    [policy, key],
  )
  return row ?? null
}

/** What one account had at the end of a day, from its transfers alone. */
export async function balanceOn(
  session: Session,
  policy: string,
  key: string,
  day: Day,
): Promise<Pick<AccountState, 'funded' | 'balance' | 'held'>> {
  const [row] = await session.query<{ funded: bigint; balance: bigint; held: bigint }>(
    `select coalesce(sum(funded), 0)::bigint as funded,
            coalesce(sum(balance), 0)::bigint as balance,
            coalesce(sum(held), 0)::bigint as held
       from (${movements} where policy = $1 and key = $2 and day <= $3) as m`,
    [policy, key, day],
  )
  return row ?? { funded: 0n, balance: 0n, held: 0n }
}

/** What each transfer does to the accounts at its ends, one row an end. */
const movements = `select * from (
  select tenant, policy, ledger, day, event, place, debit as key,
         case when mode = 'fund' and right(debit, 1) = ']' then -amount else 0 end as funded,
         case when mode in ('settle', 'post', 'fund') then -amount else 0 end as balance,
         case mode when 'reserve' then amount when 'release' then -amount
                   when 'settle' then -amount else 0 end as held
    from transfer
  union all
  select tenant, policy, ledger, day, event, place, credit as key,
         case when mode = 'fund' and right(credit, 1) = ']' then amount else 0 end as funded,
         amount as balance, 0 as held
    from transfer where mode in ('settle', 'post', 'fund')) as movement`

export interface Movement {
  readonly event: bigint
  readonly day: Day
  readonly mode: string
  readonly debit: string
  readonly credit: string
  readonly amount: bigint
  readonly matter: string
}

/** The transfers of one account, the latest first. */
export function statementOf(
  session: Session,
  policy: string,
  key: string,
  page: { readonly before?: bigint; readonly limit?: number } = {},
): Promise<Movement[]> {
  return session.query<Movement>(
    `select event, day, mode, debit, credit, amount, matter from transfer
      where policy = $1 and (debit = $2 or credit = $2) and event < $3
      order by event desc, place desc limit $4`,
    [policy, key, page.before ?? 9223372036854775807n, page.limit ?? 100],
  )
}

/** A rule of the books that does not hold: our defect, or a row changed by other hands. */
export interface BrokenInvariant {
  readonly invariant: Text
  readonly where: string
}

const invariants: readonly { readonly text: Text; readonly sql: string }[] = [
  {
    text: { zh: '每个账套的借贷相等', en: 'debits equal credits in every ledger' },
    sql: `select tenant || '/' || policy || '/' || ledger as place
            from account group by tenant, policy, ledger having sum(balance) <> 0`,
  },
  {
    text: {
      zh: '账户的余额等于它的全部记账之和',
      en: 'an account has what its transfers add up to',
    },
    sql: `select a.policy || '/' || a.key as place
            from account a
            full join (select tenant, policy, key, sum(funded) as funded, sum(balance) as balance,
                              sum(held) as held
                         from (${movements}) as m group by tenant, policy, key) as t
              on t.tenant = a.tenant and t.policy = a.policy and t.key = a.key
           where coalesce(a.funded, 0) <> coalesce(t.funded, 0)
              or coalesce(a.balance, 0) <> coalesce(t.balance, 0)
              or coalesce(a.held, 0) <> coalesce(t.held, 0)`,
  },
  {
    text: { zh: '没有账户低于底线', en: 'no account is below its floor' },
    sql: `select policy || '/' || key as place from account
           where floor is not null and balance - held < floor`,
  },
  {
    text: { zh: '没有无主的预留', en: 'no reservation is without its matter' },
    sql: `select coalesce(a.policy, r.policy) || '/' || coalesce(a.key, r.key) as place
            from (select tenant, policy, key, held from account where held <> 0) as a
            full join (select m.tenant, m.policy, r.one ->> 'account' as key,
                              sum((r.one ->> 'amount')::bigint) as held
                         from matter m, jsonb_array_elements(m.reservations) as r(one)
                        group by m.tenant, m.policy, r.one ->> 'account') as r
              on r.tenant = a.tenant and r.policy = a.policy and r.key = a.key
           where coalesce(a.held, 0) <> coalesce(r.held, 0)`,
  },
  {
    text: { zh: '没有负的预留', en: 'nothing negative is held' },
    sql: `select policy || '/' || key as place from account where held < 0`,
  },
]

/**
 * Checks the books as a whole: debits = credits, each account = its transfers (so that reserved +
 * posted + free = funded), no floor broken, no reservation orphaned.
 *
 * It reads everything; the nightly sweep and every test of the kernel run it.
 */
export async function brokenInvariants(session: Session): Promise<BrokenInvariant[]> {
  const found: BrokenInvariant[] = []
  for (const { text, sql } of invariants) {
    const rows = await session.query<{ place: string }>(`${sql} limit 20`)
    for (const row of rows) found.push({ invariant: text, where: row.place })
  }
  return found
}
