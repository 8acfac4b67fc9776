/** What the policies compare a text with: the answers worth offering. */
import { type Node, walk } from '@huoshui/feel'
import { indexOf, type Policy, type Rule } from '@huoshui/policy'

function strings(policy: Policy, node: Node, seen: ReadonlySet<string>): string[] {
  if (node.kind === 'string') return [node.value]
  if (node.kind === 'list') return node.items.flatMap((item) => strings(policy, item, seen))
  if (node.kind !== 'name' || seen.has(node.name)) return []
  const rule = indexOf(policy).rules.get(node.name)
  if (rule?.form !== 'formula') return []
  return strings(policy, rule.formula.tree, new Set([...seen, node.name]))
}

function treesOf(rule: Rule): Node[] {
  switch (rule.form) {
    case 'condition':
      return rule.rows.map((row) => row.test.tree)
    case 'decision':
      return rule.inputs.map((input) => input.tree)
    case 'formula':
      return [rule.formula.tree]
    case 'score':
      return rule.rows.map((row) => row.indicator.tree)
  }
}

/** Texts that any of the policies compares this fact with, in the order of the documents. */
export function suggestionsFor(policies: readonly Policy[], fact: string): string[] {
  const found = new Set<string>()
  const none = new Set<string>()
  const isFact = (node: Node) => node.kind === 'name' && node.name === fact
  for (const policy of policies) {
    const add = (node: Node) => {
      for (const text of strings(policy, node, none)) found.add(text)
    }
    for (const tree of policy.rules.flatMap(treesOf)) {
      walk(tree, (node) => {
        if (node.kind === 'compare' && isFact(node.left)) add(node.right)
        else if (node.kind === 'compare' && isFact(node.right)) add(node.left)
        else if (node.kind === 'in' && isFact(node.value)) for (const test of node.tests) add(test)
      })
    }
  }
  return withRegions(policies, [...found])
}

/** When a fact is compared with a region, the regions of the other policies are offered too. */
function withRegions(policies: readonly Policy[], found: readonly string[]): string[] {
  const regions = policies.map((policy) => policy.meta.region.replace(/(?:省|市)$/, ''))
  const isRegion = found.some((text) => regions.includes(text))
  if (!isRegion) return [...found]
  const named = regions.filter((region) => region !== '' && !/^(?:全国|国家)/.test(region))
  return [...new Set([...found, ...named])]
}
