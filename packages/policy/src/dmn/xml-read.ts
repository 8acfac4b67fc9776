/** XML from anywhere to plain data with places, or a clear no. */
import { DOMParser, type Element as DomElement, type Node as DomNode } from '@xmldom/xmldom'
import { unwritable } from './xml.ts'

/** An element as it was read. Names are without prefix; text is that of the element itself. */
export interface Xml {
  readonly name: string
  readonly namespace: string
  readonly attrs: ReadonlyMap<string, string>
  readonly children: readonly Xml[]
  readonly text: string
  /** Where the element stands, from 1. */
  readonly line: number
  readonly column: number
  /** Where its text begins, from 1; the element's own place when it has none. */
  readonly textLine: number
  readonly textColumn: number
}

/** How large a document may be. */
export const limits = { characters: 4_000_000, depth: 100, elements: 150_000, attributes: 100 }

export type XmlFault =
  | { readonly kind: 'characters' | 'depth' | 'elements' | 'attributes'; readonly limit: number }
  | { readonly kind: 'doctype' | 'control'; readonly line: number; readonly column: number }
  | {
      readonly kind: 'malformed'
      readonly line: number
      readonly column: number
      readonly message: string
    }

/**
 * Reads a document. Nothing outside it is ever fetched: a document type, which could name
 * entities, is refused before any parser sees it, and so is what is too large or too deep.
 */
export function readXml(text: string): { readonly root: Xml } | { readonly fault: XmlFault } {
  const plain = text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n')
  const fault = prescan(plain)
  if (fault) return { fault }
  let first: XmlFault | null = null
  try {
    const parser = new DOMParser({
      onError: (_level, message, context) => {
        const { lineNumber, columnNumber } = context?.locator ?? {}
        const at = { line: lineNumber || 1, column: columnNumber || 1 }
        first ??= { kind: 'malformed', ...at, message: String(message) }
        throw new Error('the first fault ends the reading')
      },
    })
    const { documentElement } = parser.parseFromString(plain, 'text/xml')
    if (first) return { fault: first }
    if (documentElement) return { root: plainOf(documentElement) }
    return { fault: { kind: 'malformed', line: 1, column: 1, message: 'no root element' } }
  } catch (error) {
    return { fault: first ?? malformed(error) }
  }
}

function malformed(error: unknown): XmlFault {
  const known = error as { locator?: { lineNumber?: number; columnNumber?: number } } | null
  const { lineNumber, columnNumber } = known?.locator ?? {}
  const message = error instanceof Error ? error.message : String(error)
  return { kind: 'malformed', line: lineNumber || 1, column: columnNumber || 1, message }
}

function placeOf(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at)
  return { line: before.split('\n').length, column: at - before.lastIndexOf('\n') }
}

/** One pass over the marks, in a loop, so that no size or depth can hurt what comes after. */
function prescan(text: string): XmlFault | null {
  if (text.length > limits.characters) return { kind: 'characters', limit: limits.characters }
  const bad = unwritable.exec(text)
  if (bad) return { kind: 'control', ...placeOf(text, bad.index) }
  let depth = 0
  let elements = 0
  for (let at = text.indexOf('<'); at >= 0; ) {
    const skipped = afterOther(text, at)
    if (skipped === 'doctype') return { kind: 'doctype', ...placeOf(text, at) }
    let to = skipped
    if (to === null) {
      const tag = tagAt(text, at)
      if (tag === null) {
        return { kind: 'malformed', ...placeOf(text, at), message: 'unexpected end of input' }
      }
      to = tag.to
      if (tag.opens) elements++
      depth += tag.change
      if (tag.attributes > limits.attributes) {
        return { kind: 'attributes', limit: limits.attributes }
      }
    }
    if (depth > limits.depth) return { kind: 'depth', limit: limits.depth }
    if (elements > limits.elements) return { kind: 'elements', limit: limits.elements }
    at = text.indexOf('<', to)
  }
  return null
}

/** Where a comment, CDATA or instruction at `at` ends; null when a tag stands there. */
function afterOther(text: string, at: number): number | 'doctype' | null {
  const end = (close: string) => {
    const found = text.indexOf(close, at)
    return found < 0 ? text.length : found + close.length
  }
  if (text.startsWith('<!--', at)) return end('-->')
  if (text.startsWith('<![CDATA[', at)) return end(']]>')
  if (text.startsWith('<?', at)) return end('?>')
  return text.startsWith('<!', at) ? 'doctype' : null
}

interface Tag {
  readonly to: number
  readonly opens: boolean
  readonly change: -1 | 0 | 1
  readonly attributes: number
}

/** A tag with its attributes, quotes heeded; null when it has no end. */
function tagAt(text: string, from: number): Tag | null {
  let attributes = 0
  let at = from + 1
  for (; at < text.length; at++) {
    const char = text.charAt(at)
    if (char === '>') break
    if (char !== '"' && char !== "'") continue
    attributes++
    at = text.indexOf(char, at + 1)
    if (at < 0) return null
  }
  if (at >= text.length) return null
  const closes = text.charAt(from + 1) === '/'
  const empty = text.charAt(at - 1) === '/'
  return { to: at + 1, opens: !closes, change: closes ? -1 : empty ? 0 : 1, attributes }
}

function plainOf(dom: DomElement): Xml {
  const attrs = new Map<string, string>()
  for (const attr of Array.from(dom.attributes)) attrs.set(attr.name, attr.value)
  const children: Xml[] = []
  let text = ''
  let first: DomNode | null = null
  for (let node = dom.firstChild; node; node = node.nextSibling) {
    if (node.nodeType === node.ELEMENT_NODE) children.push(plainOf(node as DomElement))
    else if (node.nodeType === node.TEXT_NODE || node.nodeType === node.CDATA_SECTION_NODE) {
      first ??= node
      text += node.nodeValue ?? ''
    }
  }
  const { lineNumber: line = 1, columnNumber: column = 1 } = dom
  return {
    name: dom.localName ?? dom.nodeName,
    namespace: dom.namespaceURI ?? '',
    attrs,
    children,
    text,
    line,
    column,
    textLine: first?.lineNumber ?? line,
    textColumn: first?.columnNumber ?? column,
  }
}

/** The first child of a name. */
export const childOf = (xml: Xml, name: string): Xml | undefined =>
  xml.children.find((one) => one.name === name)

/** The children of a name, in their order. */
export const childrenOf = (xml: Xml, name: string): readonly Xml[] =>
  xml.children.filter((one) => one.name === name)

/** The text of the first child of a name, without blanks around. */
export const textOf = (xml: Xml | undefined, name: string): string | undefined =>
  xml && childOf(xml, name)?.text.trim()
