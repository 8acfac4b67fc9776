/** Trees by the names of a policy, made from trees by the names of a model. */
import type { Node } from '@huoshui/feel'
import { rebuild } from './rebuild.ts'

const at = { from: 0, to: 0 }

/** What a name of the model stands for. */
export type Meaning =
  | { readonly form: 'name'; readonly name: string }
  /** A record whose values are facts of their own. */
  | { readonly form: 'record'; readonly fields: ReadonlyMap<string, Meaning> }

export type Meanings = ReadonlyMap<string, Meaning>

/** A tree with its free names replaced; names that it binds itself stay. */
export function renamed(tree: Node, meanings: Meanings): Node {
  const map = (child: Node) => renamed(child, meanings)
  switch (tree.kind) {
    case 'name': {
      const meaning = meanings.get(tree.name)
      return meaning ? meant(meaning) : tree
    }
    case 'path': {
      const inside = insideOf(tree, meanings)
      return inside ? meant(inside) : rebuild(tree, map)
    }
    case 'for':
    case 'some':
    case 'every': {
      let inner = meanings
      const iterators = tree.iterators.map((it) => {
        const list = renamed(it.list, inner)
        const to = it.to && renamed(it.to, inner)
        inner = without(inner, [it.name])
        return { ...it, list, ...(to ? { to } : {}) }
      })
      return { ...tree, iterators, body: renamed(tree.body, without(inner, ['partial'])) }
    }
    case 'function': {
      const names = tree.parameters.map((one) => one.name)
      return { ...tree, body: renamed(tree.body, without(meanings, names)) }
    }
    case 'context': {
      let inner = meanings
      const entries = tree.entries.map((one) => {
        const value = renamed(one.value, inner)
        inner = without(inner, [one.key])
        return { ...one, value }
      })
      return { ...tree, entries }
    }
    default:
      return rebuild(tree, map)
  }
}

function without(meanings: Meanings, names: readonly string[]): Meanings {
  const fewer = new Map(meanings)
  for (const name of names) fewer.delete(name)
  return fewer
}

/** What a path through records leads to; null when it begins elsewhere or leads nowhere. */
function insideOf(node: Node, meanings: Meanings): Meaning | null {
  if (node.kind === 'name') return meanings.get(node.name) ?? null
  if (node.kind !== 'path') return null
  const base = insideOf(node.base, meanings)
  return base?.form === 'record' ? (base.fields.get(node.name) ?? null) : null
}

/** A meaning as a node: a name, or a context of the facts that a record was taken apart into. */
function meant(meaning: Meaning): Node {
  if (meaning.form === 'name') return { kind: 'name', name: meaning.name, at }
  const entries = [...meaning.fields].map(([key, value]) => ({ key, value: meant(value), at }))
  return { kind: 'context', entries, at }
}
