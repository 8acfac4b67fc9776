/** The formulas of a policy as code, each made when it is first needed and kept with its tree. */
import { BUILTINS, compileFormula, type Formula, type Node } from '@huoshui/feel'
import { indexOf, type Target } from './lookup.ts'
import type { Policy } from './policy.ts'

/** A formula that asks for what its names stand for. */
export type Runner = Formula<Target>

const runners = new WeakMap<Policy, Map<Node, Runner>>()

const builtins: ReadonlySet<string> = new Set(BUILTINS.map((builtin) => builtin.name))

/** What computes a tree of a policy. */
export function runnerOf(policy: Policy, tree: Node): Runner {
  let own = runners.get(policy)
  if (own === undefined) {
    own = new Map()
    runners.set(policy, own)
  }
  let runner = own.get(tree)
  if (runner === undefined) {
    const { targetOf } = indexOf(policy)
    // A builtin's name is asked for only where the policy has something else of that name.
    const declared = (name: string) => !builtins.has(name) || targetOf(name).kind !== 'other'
    runner = compileFormula<Target>(tree, { declared, reference: targetOf })
    own.set(tree, runner)
  }
  return runner
}
