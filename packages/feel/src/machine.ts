import type { FindType } from './conform.ts'
import type { Report } from './report.ts'
import type { Node } from './syntax.ts'
import type { Value } from './value.ts'

/** Where names get their values. Undefined: the name is not in scope. */
export interface Scope {
  lookup(name: string): Value | undefined
}

/** What one node is evaluated in: names, and the value that `?` stands for. */
export interface Env {
  readonly scope: Scope
  readonly input: Value | undefined
}

/** One evaluation under way, as the parts of the evaluator see it. */
export interface Machine {
  /** Tells why the node that is worked on came to null. */
  readonly report: Report
  readonly findType: FindType
  run(node: Node, env: Env): Value
  /** Makes a node the one that is worked on. */
  at(node: Node): void
  builtin(name: string): Value | undefined
  /** Counts one turn of a loop; gives up the evaluation when there were too many. */
  tick(): void
  /** Looks whether a list of `n` items may be made; gives up when it may not. */
  size(n: number): void
  /** Calls a function one level deeper; gives up when that is too deep. */
  deeper<T>(call: () => T): T
}

/** `env` with one more name. */
export function bind(env: Env, name: string, value: Value): Env {
  const { scope } = env
  return {
    scope: { lookup: (wanted) => (wanted === name ? value : scope.lookup(wanted)) },
    input: env.input,
  }
}

/** `env` with more names, which may still be added to. */
export function bindAll(env: Env, names: ReadonlyMap<string, Value>): Env {
  const { scope } = env
  return {
    scope: {
      lookup(wanted) {
        const value = names.get(wanted)
        return value === undefined ? scope.lookup(wanted) : value
      },
    },
    input: env.input,
  }
}

/** `env` with a value for each of some names; of two that are the same the last counts. */
export function bindValues(env: Env, names: readonly string[], values: readonly Value[]): Env {
  const { scope } = env
  return {
    scope: {
      lookup(wanted) {
        const at = names.lastIndexOf(wanted)
        const value = at < 0 ? undefined : values[at]
        return value === undefined ? scope.lookup(wanted) : value
      },
    },
    input: env.input,
  }
}
