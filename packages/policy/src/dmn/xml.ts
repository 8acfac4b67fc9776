/** XML as plain data, and its text: two blanks a level, one element a line. */

/** The namespaces of DMN 1.5 and of its FEEL, and of what this program adds. */
export const namespaces = {
  model: 'https://www.omg.org/spec/DMN/20230324/MODEL/',
  feel: 'https://www.omg.org/spec/DMN/20230324/FEEL/',
  own: 'urn:huoshui:dmn',
} as const

export interface Element {
  readonly name: string
  /** Attributes in the order they are written; undefined ones are left out. */
  readonly attrs: Readonly<Record<string, string | undefined>>
  readonly children: readonly Element[]
  /** What stands inside instead of children. */
  readonly text?: string
}

/** An element with children; null ones are left out, so that a caller can list what may be. */
export function element(
  name: string,
  attrs: Element['attrs'],
  ...children: readonly (Element | null)[]
): Element {
  return { name, attrs, children: children.filter((one) => one !== null) }
}

/** An element that holds text. */
export function textElement(name: string, text: string, attrs: Element['attrs'] = {}): Element {
  return { name, attrs, children: [], text }
}

const controls = ['\\u0000-\\u0008', '\\u000b', '\\u000c', '\\u000e-\\u001f', '\\ufffe', '\\uffff']

/** A character that XML 1.0 has no way to write, not even escaped. */
export const unwritable = new RegExp(`[${controls.join('')}]`)
const everyUnwritable = new RegExp(unwritable, 'g')
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
}

const escapeText = (text: string): string =>
  text.replace(everyUnwritable, '\ufffd').replace(/[&<>\r]/g, (char) => entities[char] as string)

const escapeAttribute = (text: string): string =>
  text
    .replace(everyUnwritable, '\ufffd')
    .replace(/[&<>"\n\r\t]/g, (char) => entities[char] as string)

/** A document as text, with its declaration. */
export function writeXml(root: Element): string {
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>']
  writeElement(root, '', lines)
  return `${lines.join('\n')}\n`
}

function writeElement(one: Element, indent: string, lines: string[]): void {
  const attrs = Object.entries(one.attrs).flatMap(([name, value]) =>
    value === undefined ? [] : [` ${name}="${escapeAttribute(value)}"`],
  )
  const open = `${indent}<${one.name}${attrs.join('')}`
  if (one.text !== undefined) {
    lines.push(`${open}>${escapeText(one.text)}</${one.name}>`)
    return
  }
  if (one.children.length === 0) {
    lines.push(`${open}/>`)
    return
  }
  lines.push(`${open}>`)
  for (const child of one.children) writeElement(child, `${indent}  `, lines)
  lines.push(`${indent}</${one.name}>`)
}
