/**
 * The XML of a workbook as it streams by: tags opened and closed, and texts between them.
 *
 * Names come without their prefixes. A document type is refused, since entities of its own are
 * how a small file becomes an endless one.
 */
import { FileTrouble } from './sheet.ts'
import { say } from './words.ts'

export interface XmlHandler {
  /** `attributes` is as it is written; `attribute` reads one. */
  open(name: string, attributes: string): void
  close(name: string): void
  text(text: string): void
}

/** Longest tag or text; a cell has at most 32,767 characters. */
const pieceMax = 1024 * 1024

const named: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
])

const damaged = () => new FileTrouble(say.damaged())

function plain(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(\w+));/g, (_, hex, digits, name) => {
    const code = hex ? Number.parseInt(hex, 16) : digits ? Number(digits) : null
    if (code !== null && code > 0x10ffff) throw damaged()
    const char = code === null ? named.get(name as string) : String.fromCodePoint(code)
    if (char === undefined) throw damaged()
    return char
  })
}

const patterns = new Map<string, RegExp>()

function patternOf(name: string): RegExp {
  let pattern = patterns.get(name)
  if (!pattern) {
    pattern = new RegExp(`(?:^|[\\s:])${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`)
    patterns.set(name, pattern)
  }
  return pattern
}

/** The value of an attribute, whatever prefix it has; undefined when it is absent. */
export function attribute(attributes: string, name: string): string | undefined {
  const match = patternOf(name).exec(attributes)
  const value = match?.[1] ?? match?.[2]
  return value === undefined ? undefined : plain(value)
}

const local = (name: string) => name.slice(name.indexOf(':') + 1)

/** Reads XML pushed to it piece by piece, wherever the pieces are cut. Throws `FileTrouble`. */
export class XmlScanner {
  #rest = ''
  #depth = 0

  constructor(readonly handler: XmlHandler) {}

  push(piece: string): void {
    const text = this.#rest + piece
    let at = 0
    for (;;) {
      const tag = text.indexOf('<', at)
      if (tag < 0) break
      if (tag > at) this.handler.text(plain(text.slice(at, tag)))
      at = tag
      const next = this.#markup(text, tag)
      if (next < 0) break
      at = next
    }
    this.#rest = text.slice(at)
    if (this.#rest.length > pieceMax) throw damaged()
  }

  end(): void {
    if (this.#depth !== 0 || this.#rest.trim() !== '') throw damaged()
  }

  /** What stands at `<`; where it ends, or -1 when more has to come first. */
  #markup(text: string, at: number): number {
    const after = text.charAt(at + 1)
    if (after === '?') return past(text, '?>', at)
    if (after === '!') return this.#declaration(text, at)
    const end = tagEnd(text, at)
    if (end < 0) return -1
    if (after === '/') {
      this.#depth--
      this.handler.close(local(text.slice(at + 2, end).trim()))
      return end + 1
    }
    const empty = text.charAt(end - 1) === '/'
    const inside = text.slice(at + 1, empty ? end - 1 : end)
    const space = inside.search(/\s/)
    const name = local(space < 0 ? inside : inside.slice(0, space))
    this.handler.open(name, space < 0 ? '' : inside.slice(space))
    if (empty) this.handler.close(name)
    else this.#depth++
    return end + 1
  }

  #declaration(text: string, at: number): number {
    if (text.startsWith('<!--', at)) return past(text, '-->', at)
    const open = '<![CDATA['
    if (text.startsWith(open, at)) {
      const end = text.indexOf(']]>', at)
      if (end < 0) return -1
      this.handler.text(text.slice(at + open.length, end))
      return end + 3
    }
    if (text.length - at < open.length) return -1
    throw damaged()
  }
}

function past(text: string, mark: string, at: number): number {
  const end = text.indexOf(mark, at)
  return end < 0 ? -1 : end + mark.length
}

/** The `>` that closes a tag; one within quotation marks does not. */
function tagEnd(text: string, at: number): number {
  let quote = 0
  for (let i = at + 1; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (quote !== 0) {
      if (code === quote) quote = 0
    } else if (code === 62) return i
    else if (code === 34 || code === 39) quote = code
  }
  return -1
}

/** The texts of bytes in UTF-8, cut anywhere, to a scanner. */
export async function scan(
  pieces: AsyncIterable<Uint8Array>,
  handler: XmlHandler,
  rest: () => Promise<void>,
): Promise<void> {
  const scanner = new XmlScanner(handler)
  const decoder = new TextDecoder()
  for await (const piece of pieces) {
    scanner.push(decoder.decode(piece, { stream: true }))
    await rest()
  }
  scanner.push(decoder.decode())
  scanner.end()
}
