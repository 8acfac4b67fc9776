/** Small tools for building HTML as a tree, so that no text is ever pasted into markup. */
import type { Element, ElementContent, Properties, Root, RootContent } from 'hast'
import { toHtml } from 'hast-util-to-html'

export type Content = ElementContent | string | null | false | readonly Content[]

function flat(children: readonly Content[]): ElementContent[] {
  return children.flatMap((child): ElementContent[] => {
    if (child === null || child === false) return []
    if (typeof child === 'string') return child === '' ? [] : [{ type: 'text', value: child }]
    if (Array.isArray(child)) return flat(child as readonly Content[])
    return [child as ElementContent]
  })
}

/** An element. Text among the children is escaped when it is printed. */
export function h(tagName: string, properties: Properties, ...children: Content[]): Element {
  return { type: 'element', tagName, properties, children: flat(children) }
}

/** Prints a tree as HTML. */
export function print(children: readonly ElementContent[]): string {
  return toHtml({ type: 'root', children: [...children] })
}

const safeAddress = /^(?:https?:\/\/|mailto:|#|\/(?!\/))/i

/**
 * What a document may bring along: text, links and lists.
 *
 * Raw HTML has been dropped before; addresses that could run something and pictures go here.
 */
export function sanitise(node: Root | RootContent): ElementContent[] {
  if (node.type === 'root') return node.children.flatMap(sanitise)
  if (node.type === 'text') return [node]
  if (node.type !== 'element') return []
  const children = node.children.flatMap(sanitise)
  if (node.tagName === 'img') return flat([String(node.properties.alt ?? '')])
  if (node.tagName !== 'a') return [{ ...node, children }]
  const href = String(node.properties.href ?? '')
  return safeAddress.test(href) ? [h('a', { href }, children)] : children
}

/** The text of a tree. */
export function textOf(nodes: readonly ElementContent[]): string {
  return nodes
    .map((node) =>
      node.type === 'text' ? node.value : node.type === 'element' ? textOf(node.children) : '',
    )
    .join('')
}
