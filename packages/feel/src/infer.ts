import { inferCall, inferFunction } from './infer-call.ts'
import { type InferEnv, isZero, side, withNames } from './infer-env.ts'
import { choiceParams, literalType, propertyType, unknownType } from './infer-parts.ts'
import { inferTest } from './infer-tests.ts'
import { type Params, type Problem, type ProblemCode, problem } from './problems.ts'
import { type Chain, type Iterator, isChain, type Node, type Place } from './syntax.ts'
import { arithmeticType, comparison, mixesUnits, type Verdict } from './type-rules.ts'
import { join, listOf, notNull, rangeOf, T, type Type, typeText } from './types.ts'

export interface Inferred {
  readonly type: Type
  /** The type of every node of the tree. */
  readonly types: ReadonlyMap<Node, Type>
  readonly problems: Problem[]
}

/** The type of a tree, and what in it can't be right. Names are assumed to be declared. */
export function infer(node: Node, env: InferEnv): Inferred {
  const inference = new Inference()
  const type = inference.run(node, env)
  return { type, types: inference.types, problems: inference.problems }
}

/** One inference: what has been found so far. */
export class Inference {
  readonly types = new Map<Node, Type>()
  readonly problems: Problem[] = []

  report(
    code: ProblemCode,
    node: { readonly at: Place },
    params: Params,
    suggestion?: string,
  ): void {
    this.problems.push(problem(code, node.at, params, suggestion))
  }

  /** The type of a node. Operator chains are gone through in a loop, however long. */
  run(node: Node, env: InferEnv): Type {
    const spine: Chain[] = []
    let first: Node = node
    while (isChain(first)) {
      spine.push(first)
      first = first.left
    }
    let type = this.#known(first, isChain(first) ? T.any : this.#one(first, env))
    for (let next = spine.pop(); next; next = spine.pop()) {
      type = this.#known(next, this.#link(next, type, env))
    }
    return type
  }

  #known(node: Node, type: Type): Type {
    this.types.set(node, type)
    return type
  }

  #link(node: Chain, left: Type, env: InferEnv): Type {
    const right = this.run(node.right, env)
    switch (node.kind) {
      case 'and':
      case 'or':
        this.truth(node.left, left)
        this.truth(node.right, right)
        return T.boolean
      case 'arithmetic': {
        const verdict = arithmeticType(node.op, side(node.left, left), side(node.right, right))
        return this.judge(verdict, node, node.op, left, right)
      }
      case 'compare':
        this.compare(node.op, node, node.left, left, node.right, right)
        return T.boolean
    }
  }

  /** Reports what a verdict found wrong; the type that goes on with is then any. */
  judge(verdict: Verdict, node: Node, op: string, left: Type, right: Type): Type {
    switch (verdict.kind) {
      case 'type':
        return verdict.type
      case 'unit':
        this.report('F202', node, {})
        return T.any
      case 'workdays':
        this.report('F207', node, {})
        return T.any
      case 'clash': {
        const params = { op, left: typeText(left), right: typeText(right) }
        this.report(['=', '!=', '<', '<=', '>', '>='].includes(op) ? 'F206' : 'F201', node, params)
        return T.any
      }
    }
  }

  /** Checks a comparison, also of a closed list with one of its values. */
  compare(op: string, at: Node, left: Node, a: Type, right: Node, b: Type): void {
    if (this.choice(left, b) || this.choice(right, a)) return
    const ordered = op !== '=' && op !== '!='
    this.judge(comparison(ordered, side(left, a), side(right, b)), at, op, a, b)
  }

  /** Whether a text is compared with a closed list that it isn't on, which is reported. */
  choice(text: Node, type: Type): boolean {
    if (text.kind !== 'string' || type.kind !== 'enum') return false
    if (type.values.includes(text.value)) return false
    this.report('F203', text, ...choiceParams(text.value, type.values))
    return true
  }

  /** Checks that a node may stand where a truth value is wanted. */
  truth(node: Node, type: Type): void {
    if (type.kind === 'boolean' || type.kind === 'any' || type.kind === 'null') return
    this.report('F204', node, { type: typeText(notNull(type)), example: '职工总数 <= 500' })
  }

  #one(node: Exclude<Node, Chain>, env: InferEnv): Type {
    switch (node.kind) {
      case 'number':
      case 'quantity':
      case 'string':
      case 'boolean':
      case 'null':
      case 'at-literal':
      case 'broken':
        return literalType(node, this)
      case 'name':
        return env.typeOf(node.name) ?? T.any
      case 'input':
        if (env.input === undefined) this.report('F214', node, {})
        return env.input ?? T.any
      case 'list':
        return listOf(this.#join(node.items, env))
      case 'call':
        return inferCall(node, env, this)
      case 'function':
        return inferFunction(node, env, this)
      case 'unary-tests':
      case 'unary-compare':
      case 'in':
      case 'between':
        return inferTest(node, env, this)
      case 'instance-of':
        this.run(node.value, env)
        unknownType(node.type, this)
        return T.boolean
      case 'path':
      case 'negate':
      case 'range':
      case 'context':
      case 'if':
        return this.#compound(node, env)
      case 'filter':
      case 'for':
      case 'some':
      case 'every':
        return this.#loop(node, env)
    }
  }

  #join(items: readonly Node[], env: InferEnv): Type {
    const [first, ...others] = items.map((item) => this.run(item, env))
    return others.reduce(join, first ?? T.any)
  }

  #compound(
    node: Extract<Node, { kind: 'path' | 'negate' | 'range' | 'context' | 'if' }>,
    env: InferEnv,
  ): Type {
    switch (node.kind) {
      case 'path':
        return propertyType(node, this.run(node.base, env), this)
      case 'negate':
        return this.#negate(node, this.run(node.value, env))
      case 'range': {
        const [low, high] = [node.low, node.high].map((end) => end && this.run(end, env))
        if (node.low && node.high && low && high) {
          this.compare('<=', node, node.low, low, node.high, high)
        }
        return rangeOf(
          low && high ? this.branch(node.low, low, node.high, high) : (low ?? high ?? T.any),
        )
      }
      case 'context': {
        const entries = new Map<string, Type>()
        for (const { key, value } of node.entries) {
          entries.set(key, this.run(value, withNames(env, entries)))
        }
        return { kind: 'context', entries }
      }
      case 'if': {
        this.truth(node.test, this.run(node.test, env))
        const [yes, no] = [this.run(node.then, env), this.run(node.else, env)]
        if (mixesUnits(side(node.then, yes), side(node.else, no))) {
          this.report('F202', node, {})
        }
        return this.branch(node.then, yes, node.else, no)
      }
    }
  }

  /** The type of a value that is one of two; the literal 0 takes the unit of the other. */
  branch(left: Node | null, a: Type, right: Node | null, b: Type): Type {
    if (a.kind === 'money' && isZero(right)) return a
    if (b.kind === 'money' && isZero(left)) return b
    return join(a, b)
  }

  #negate(node: Node & { kind: 'negate' }, type: Type): Type {
    if (type.kind === 'workdays' || type.kind === 'span') {
      this.report('F207', node, {})
      return T.any
    }
    if (['number', 'money', 'months', 'days', 'any', 'null'].includes(type.kind)) return type
    this.report('F201', node, { op: '-', left: typeText(T.number), right: typeText(type) })
    return T.any
  }

  #loop(node: Extract<Node, { kind: 'filter' | 'for' | 'some' | 'every' }>, env: InferEnv): Type {
    switch (node.kind) {
      case 'filter': {
        const base = this.run(node.base, env)
        const item = base.kind === 'list' ? base.of : base
        const test = this.run(node.test, itemEnv(item, env))
        if (test.kind === 'number') return item
        this.truth(node.test, test)
        return base.kind === 'list' ? base : listOf(item)
      }
      case 'for': {
        const inner = this.#iterators(node.iterators, env)
        const partial = new Map([['partial', T.list as Type]])
        return listOf(this.run(node.body, withNames(inner, partial)))
      }
      case 'some':
      case 'every':
        this.truth(node.body, this.run(node.body, this.#iterators(node.iterators, env)))
        return T.boolean
    }
  }

  #iterators(iterators: readonly Iterator[], env: InferEnv): InferEnv {
    let inner = env
    for (const it of iterators) {
      const list = this.run(it.list, inner)
      if (it.to !== undefined) {
        const to = this.run(it.to, inner)
        this.compare('<=', it.to, it.list, list, it.to, to)
        inner = withNames(inner, new Map([[it.name, notNull(list)]]))
        continue
      }
      const of = list.kind === 'list' || list.kind === 'range' ? list.of : T.any
      if (list.kind !== 'list' && list.kind !== 'range' && list.kind !== 'any') {
        this.report('F212', it.list, { type: typeText(list) })
      }
      inner = withNames(inner, new Map([[it.name, of]]))
    }
    return inner
  }
}

/** What a filter sees: the item, and its entries if it is a context. */
function itemEnv(item: Type, env: InferEnv): InferEnv {
  const names = new Map(item.kind === 'context' ? item.entries : [])
  return withNames(env, names.set('item', item))
}
