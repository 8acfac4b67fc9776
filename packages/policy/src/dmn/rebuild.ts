/** Trees made from trees: the same node with other children. */
import { type Argument, type Chain, type Iterator, isChain, type Node } from '@huoshui/feel'

type Map = (child: Node) => Node

/** A node with each child replaced by what `map` makes of it; places stay. */
export function rebuild(node: Node, map: Map): Node {
  if (isChain(node)) return rebuildChain(node, map)
  switch (node.kind) {
    case 'number':
    case 'quantity':
    case 'string':
    case 'boolean':
    case 'null':
    case 'at-literal':
    case 'name':
    case 'input':
    case 'broken':
      return node
    case 'path':
      return { ...node, base: map(node.base) }
    case 'filter':
      return { ...node, base: map(node.base), test: map(node.test) }
    case 'call':
      return { ...node, callee: map(node.callee), args: node.args.map((arg) => given(arg, map)) }
    case 'negate':
    case 'unary-compare':
    case 'instance-of':
      return { ...node, value: map(node.value) }
    case 'between':
      return { ...node, value: map(node.value), low: map(node.low), high: map(node.high) }
    case 'in':
      return { ...node, value: map(node.value), tests: node.tests.map(map) }
    case 'unary-tests':
      return { ...node, tests: node.tests.map(map) }
    case 'range':
      return { ...node, low: node.low && map(node.low), high: node.high && map(node.high) }
    case 'list':
      return { ...node, items: node.items.map(map) }
    case 'context': {
      const entries = node.entries.map((entry) => ({ ...entry, value: map(entry.value) }))
      return { ...node, entries }
    }
    case 'if':
      // biome-ignore lint/suspicious/noThenProperty: the tree uses FEEL's own words.
      return { ...node, test: map(node.test), then: map(node.then), else: map(node.else) }
    case 'for':
    case 'some':
    case 'every': {
      const iterators = node.iterators.map((it) => iterator(it, map))
      return { ...node, iterators, body: map(node.body) }
    }
    case 'function':
      return { ...node, body: map(node.body) }
  }
}

const given = (arg: Argument, map: Map): Argument => ({ ...arg, value: map(arg.value) })

const iterator = (it: Iterator, map: Map): Iterator => ({
  ...it,
  list: map(it.list),
  ...(it.to ? { to: map(it.to) } : {}),
})

/** A chain of operators may be long: its left sides are gone down in a loop. */
function rebuildChain(chain: Chain, map: Map): Node {
  const links: Chain[] = []
  let here: Node = chain
  while (isChain(here)) {
    links.push(here)
    here = here.left
  }
  let built = map(here)
  for (const link of links.reverse()) built = { ...link, left: built, right: map(link.right) }
  return built
}
