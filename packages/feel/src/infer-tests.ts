import type { Inference } from './infer.ts'
import { type InferEnv, withInput } from './infer-env.ts'
import { mentionsInput, type Node } from './syntax.ts'
import { T, type Type } from './types.ts'

type Tests = Extract<Node, { kind: 'unary-tests' | 'unary-compare' | 'in' | 'between' }>

/** The types inside tests: `in`, `between` and the cells of decision tables. */
export function inferTest(node: Tests, env: InferEnv, inference: Inference): Type {
  switch (node.kind) {
    case 'between': {
      const value = inference.run(node.value, env)
      for (const end of [node.low, node.high]) {
        inference.compare('<=', node, node.value, value, end, inference.run(end, env))
      }
      return T.boolean
    }
    case 'in': {
      const value = inference.run(node.value, env)
      for (const test of node.tests) {
        oneTest(test, node.value, value, withInput(env, value), inference)
      }
      return T.boolean
    }
    case 'unary-tests':
      for (const test of node.tests) oneTest(test, INPUT, env.input ?? T.any, env, inference)
      return T.boolean
    case 'unary-compare':
      oneTest(node, INPUT, env.input ?? T.any, env, inference)
      return T.boolean
  }
}

const INPUT: Node = { kind: 'input', at: { from: 0, to: 0 } }

/** Checks one test against the type of the tested value. */
function oneTest(test: Node, value: Node, type: Type, env: InferEnv, inference: Inference): void {
  if (test.kind === 'unary-compare') {
    const right = inference.run(test.value, env)
    inference.types.set(test, T.boolean)
    inference.compare(test.op, test, value, type, test.value, right)
    return
  }
  const found = inference.run(test, env)
  // A test that mentions `?` decides by itself.
  if (mentionsInput(test)) {
    inference.truth(test, found)
    return
  }
  if (found.kind === 'range') {
    inference.compare(
      '<=',
      test,
      value,
      type,
      test.kind === 'range' ? (test.low ?? test) : test,
      found.of,
    )
  } else if (found.kind === 'list' && type.kind !== 'list') {
    listTest(test, value, type, found.of, inference)
  } else {
    inference.compare('=', test, value, type, test, found)
  }
}

/** Checks a value against the items of a list, one by one where they are written out. */
function listTest(test: Node, value: Node, type: Type, of: Type, inference: Inference): void {
  if (test.kind !== 'list') {
    inference.compare('=', test, value, type, test, of)
    return
  }
  for (const item of test.items) {
    const itemType = inference.types.get(item) ?? T.any
    const inside = itemType.kind === 'range' ? itemType.of : itemType
    inference.compare('=', item, value, type, item, inside)
  }
}
