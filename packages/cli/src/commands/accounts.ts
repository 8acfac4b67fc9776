/** `huoshui accounts`: the accounts of a policy and what is on them. */
import { type AccountState, accountsOf } from '@huoshui/kernel'
import { unitsPlain, unitsText } from '../amounts.ts'
import type { Command, Context } from '../context.ts'
import { dataOptions, withData } from '../data.ts'
import { exit } from '../exit.ts'
import { policyInstalled } from '../installed.ts'
import { type Column, listOptions, pagesOf, tellList } from '../listing.ts'

type Figure = 'funded' | 'balance' | 'held' | 'free' | 'floor'

/** A figure of an account; null is a floor that there is none of. */
function figureOf(one: AccountState, figure: Figure): bigint | null {
  if (figure === 'free') return one.balance - one.held
  return one[figure]
}

/** An account as data: amounts in 元, counts in whole times. */
export function accountJson(one: AccountState): object {
  const plain = (figure: Figure) => {
    const units = figureOf(one, figure)
    return units === null ? null : unitsPlain(units, one.unit)
  }
  const { tenant, policy, key, ledger, name, unit } = one
  const figures = {
    floor: plain('floor'),
    funded: plain('funded'),
    balance: plain('balance'),
    held: plain('held'),
    free: plain('free'),
  }
  return { tenant, policy, key, ledger, name, unit, ...figures }
}

/** The columns that accounts are listed in. */
export function accountColumns(context: Context): Column<AccountState>[] {
  const { columns, units } = context.t.running
  const figure = (name: Figure): Column<AccountState> => {
    const say = (tell: (units: bigint, unit: AccountState['unit']) => string) => {
      return (row: AccountState) => {
        const found = figureOf(row, name)
        return found === null ? '' : tell(found, row.unit)
      }
    }
    return {
      title: columns[name],
      kind: 'number',
      text: say((found, unit) => unitsText(context, found, unit)),
      plain: say(unitsPlain),
    }
  }
  return [
    { title: columns.account, kind: 'code', text: (row) => row.key },
    { title: columns.unit, csvOnly: true, text: (row) => units[row.unit] },
    figure('funded'),
    figure('balance'),
    figure('held'),
    figure('free'),
    figure('floor'),
  ]
}

function run(context: Context): Promise<number> {
  return withData(context, async ({ kernel, signal }) => {
    const { db } = kernel
    const policy = context.given.rest[0] as string
    await policyInstalled(db, policy)
    await tellList(
      context,
      {
        columns: accountColumns(context),
        page: pagesOf(
          (after, limit) => accountsOf(db, policy, { ...(after ? { after } : {}), limit }),
          (row) => row.key,
        ),
        json: accountJson,
      },
      signal,
    )
    return exit.fine
  })
}

export const accounts: Command = {
  options: { ...dataOptions, ...listOptions },
  words: [1, 1],
  run,
}
