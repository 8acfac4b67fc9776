/** A `feel` block: formulas, one `名: 表达式` an entry. */
import type { Entry, Node } from '@huoshui/feel'
import type { Draft } from '../draft.ts'
import type { ChangeEntry, Formula } from '../policy.ts'
import type { Piece } from '../read.ts'
import { formula, placeOf, type Reading, type Stand } from '../reading.ts'

/** The entries of a block or cell, each with the source and place of its expression. */
export function readEntries(
  reading: Reading,
  stand: Stand,
  piece: Piece,
): { name: string; value: Formula; at: Piece }[] {
  if (piece.raw.trim() === '') return []
  const { tree } = formula(reading, stand, piece, 'entries')
  if (tree.kind !== 'context') return []
  return tree.entries.map((entry) => ({
    name: entry.key,
    value: entryFormula(reading, piece, entry),
    at: { ...piece, from: piece.from + entry.at.from, to: piece.from + entry.at.to },
  }))
}

function entryFormula(reading: Reading, piece: Piece, entry: Entry): Formula {
  const { from, to } = entry.value.at
  return {
    source: piece.raw.slice(from, to),
    tree: entry.value,
    base: from,
    place: placeOf(reading, { from: piece.from + from, to: piece.from + to }),
  }
}

const isUnknown = (node: Node) => node.kind === 'input'

/** Entries where `?` says that the fact is not known. */
export function readChanges(reading: Reading, stand: Stand, piece: Piece): ChangeEntry[] {
  return readEntries(reading, stand, piece).map(({ name, value, at }) => ({
    name,
    value: isUnknown(value.tree) ? null : value,
    place: placeOf(reading, at),
  }))
}

/** Reads a block of formulas into the draft. */
export function readFormulas(reading: Reading, stand: Stand, body: Piece, draft: Draft): void {
  for (const { name, value, at } of readEntries(reading, stand, body)) {
    draft.rules.push({
      form: 'formula',
      name,
      formula: value,
      type: { kind: 'any' },
      citation: stand.citation,
      heading: stand.heading,
      place: placeOf(reading, at),
    })
  }
}
