/** The names that a tree takes from outside. */
import { children, type Node } from '@huoshui/feel'

/**
 * Names that a tree does not bind itself, in the order they are met. Names inside a filter may
 * still turn out to be fields of the items: who knows the types takes those out.
 */
export function freeNames(tree: Node): Set<string> {
  const found = new Set<string>()
  visit(tree, new Set(), found)
  return found
}

type Bound = ReadonlySet<string>

const plus = (bound: Bound, names: readonly string[]): Bound => new Set([...bound, ...names])

function visit(start: Node, bound: Bound, found: Set<string>): void {
  const waiting: Node[] = [start]
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    switch (node.kind) {
      case 'name':
        if (!bound.has(node.name)) found.add(node.name)
        break
      case 'for':
      case 'some':
      case 'every':
        visitLoop(node, bound, found)
        break
      case 'function':
        visit(
          node.body,
          plus(
            bound,
            node.parameters.map((one) => one.name),
          ),
          found,
        )
        break
      case 'context': {
        let inner = bound
        for (const { key, value } of node.entries) {
          visit(value, inner, found)
          inner = plus(inner, [key])
        }
        break
      }
      case 'filter':
        visit(node.base, bound, found)
        visit(node.test, plus(bound, ['item']), found)
        break
      default:
        // Everything else binds nothing. A chain may be long, so its parts wait in a list.
        waiting.push(...children(node).toReversed())
    }
  }
}

type Loop = Extract<Node, { kind: 'for' | 'some' | 'every' }>

function visitLoop({ kind, iterators, body }: Loop, bound: Bound, found: Set<string>): void {
  let inner = bound
  for (const it of iterators) {
    visit(it.list, inner, found)
    if (it.to) visit(it.to, inner, found)
    inner = plus(inner, [it.name])
  }
  visit(body, kind === 'for' ? plus(inner, ['partial']) : inner, found)
}

/** Names that a tree binds: variables of loops, parameters, and keys of contexts. */
export function boundNames(tree: Node): Set<string> {
  const found = new Set<string>()
  const waiting: Node[] = [tree]
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.kind === 'for' || node.kind === 'some' || node.kind === 'every') {
      for (const it of node.iterators) found.add(it.name)
    } else if (node.kind === 'function') for (const one of node.parameters) found.add(one.name)
    else if (node.kind === 'context') for (const one of node.entries) found.add(one.key)
    waiting.push(...children(node))
  }
  return found
}
