/** The kernel's accounts beside the simulator's own count of the same money. */
import { must } from './broken.ts'
import type { Counts } from './programmes.ts'
import { usedOf } from './programmes.ts'
import { heldFor } from './subsidy.ts'
import type { World } from './world.ts'

interface AccountRow {
  readonly policy: string
  readonly key: string
  readonly name: string
  readonly funded: bigint
  readonly balance: bigint
  readonly held: bigint
}

type Count = { readonly held: bigint; readonly spent: bigint }

const sumOf = (counts: Counts, name: string): bigint => counts.sums.get(name) ?? 0n

/** What the simulator counts for an account, by its name and the values of its keys. */
function counted(world: World, name: string, keys: readonly string[]): Count | null {
  const { counts } = world.model
  const [one = '', two = ''] = keys
  switch (name) {
    case '周期额度':
      return usedOf(counts, `周期/${one}`)
    case '年度额度':
      return usedOf(counts, `年度/${one}/${two}`)
    case '合同额度':
      return usedOf(counts, `合同/${one}`)
    case '专项资金':
      return { held: usedOf(counts, `专项/${one}`).held, spent: sumOf(counts, `专项/${one}`) }
    case '单位往来':
      return { held: usedOf(counts, `追回/${one}`).held, spent: -sumOf(counts, `往来/${one}`) }
    case '贴息机会':
      return usedOf(counts, `机会/${one}`)
    case '贴息资金':
      return { held: heldFor(world.model, one), spent: sumOf(counts, `贴息/${one}`) }
    case '企业往来':
      return { held: usedOf(counts, `收回/${one}`).held, spent: -sumOf(counts, `企业/${one}`) }
    case '名额':
      return { held: 0n, spent: sumOf(counts, `名额/${one}`) }
    default:
      return null
  }
}

/** Every declared account holds and has spent what the simulator has counted. */
export async function audit(world: World): Promise<void> {
  const rows = await world.db.query<AccountRow>(
    `select policy, key, name, funded, balance, held from account where right(key, 1) = ']'`,
  )
  for (const { key, name, funded, balance, held } of rows) {
    const keys = key
      .slice(key.indexOf('[') + 1, -1)
      .split(',')
      .map((one) => one.slice(one.indexOf('=') + 1))
    const count = counted(world, name, keys)
    if (!count) continue
    const own = { held, spent: funded - balance }
    must(own.held === count.held && own.spent === count.spent, `${key} is as counted`, {
      account: own,
      counted: count,
    })
  }
}
