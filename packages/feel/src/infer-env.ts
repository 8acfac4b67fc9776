import type { Node } from './syntax.ts'
import type { Side } from './type-rules.ts'
import type { Type } from './types.ts'

/** What the types of an expression are found in. */
export interface InferEnv {
  /** The type of a declared name; undefined when it has none, which then counts as any. */
  typeOf(name: string): Type | undefined
  /** The type of the tested value, for unary tests. */
  readonly input?: Type
}

/** `env` with more names. */
export function withNames(env: InferEnv, names: ReadonlyMap<string, Type>): InferEnv {
  const typeOf = (name: string) => names.get(name) ?? env.typeOf(name)
  return env.input === undefined ? { typeOf } : { typeOf, input: env.input }
}

/** `env` with a tested value of this type. */
export function withInput(env: InferEnv, input: Type): InferEnv {
  return { typeOf: (name) => env.typeOf(name), input }
}

export function side(node: Node | null, type: Type): Side {
  return { type, zero: isZero(node) }
}

/** The literal 0, which means no money as well as no number. */
export function isZero(node: Node | null): boolean {
  return node?.kind === 'number' && /^[0.]+$/.test(node.text)
}
