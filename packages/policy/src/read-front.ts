/** The front matter of a file, and the lines and columns of its offsets. */
import type { SourcePlace } from '@huoshui/values'
import { parseDocument } from 'yaml'

/** A file handed down by whoever may read files: a path relative to `policies/`, and its text. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

export interface FrontMatter {
  readonly data: Readonly<Record<string, unknown>>
  /** Where a top-level key stands; the whole front matter when there is no such key. */
  readonly placeOf: (key: string) => SourcePlace
  readonly error: { readonly message: string; readonly place: SourcePlace } | null
}

/** Turns two offsets into a place. */
export type PlaceAt = (from: number, to: number) => SourcePlace

/** Turns offsets into lines and columns, both from 1. */
export function placer(file: SourceFile): PlaceAt {
  const starts = [0]
  for (let end = file.text.indexOf('\n'); end >= 0; end = file.text.indexOf('\n', end + 1))
    starts.push(end + 1)
  const at = (offset: number): { line: number; column: number } => {
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] as number) <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - (starts[low] as number) + 1 }
  }
  return (from, to) => {
    const a = at(from)
    const b = at(Math.max(from, to))
    return {
      file: file.path,
      line: a.line,
      column: a.column,
      endLine: b.line,
      endColumn: b.column,
    }
  }
}

/** Reads the YAML between the first two `---`; the body begins at the offset that is answered. */
export function readFront(
  file: SourceFile,
  place: PlaceAt,
): { front: FrontMatter; bodyFrom: number } {
  const match = /^---\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/.exec(file.text)
  if (!match) {
    const nowhere = place(0, 0)
    return { front: { data: {}, placeOf: () => nowhere, error: null }, bodyFrom: 0 }
  }
  const yamlFrom = match[0].indexOf('\n') + 1
  const whole = place(0, match[0].trimEnd().length)
  const doc = parseDocument(match[1] as string)
  const first = doc.errors[0]
  const parsed: unknown = first ? {} : doc.toJS()
  const data =
    typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Record<string, unknown>)
      : {}
  const ranges = new Map<string, readonly [number, number]>()
  const contents = doc.contents as { items?: { key: unknown; value: unknown }[] } | null
  for (const item of contents?.items ?? []) {
    const key = item.key as { value?: unknown; range?: [number, number] } | null
    const value = item.value as { range?: [number, number] } | null
    if (!key?.range) continue
    ranges.set(String(key.value), [key.range[0], (value?.range ?? key.range)[1]])
  }
  const placeOf = (key: string): SourcePlace => {
    const range = ranges.get(key)
    if (!range) return whole
    const text = file.text.slice(yamlFrom + range[0], yamlFrom + range[1])
    return place(yamlFrom + range[0], yamlFrom + range[0] + text.trimEnd().length)
  }
  const error = first
    ? {
        message: first.message.split('\n')[0] as string,
        place: place(yamlFrom + first.pos[0], yamlFrom + first.pos[1]),
      }
    : null
  return { front: { data, placeOf, error }, bodyFrom: match[0].length }
}
