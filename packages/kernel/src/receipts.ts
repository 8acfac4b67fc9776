/** Receipts and consistency: that an act is in the log, so that anyone can check it without us. */
import type { Database, Session } from './db/database.ts'
import {
  exportLog,
  type FileSink,
  makeReceipt,
  type Outcome,
  proveConsistency,
  proveInclusion,
  type Receipt,
  readCheckpoint,
  type Watch,
} from './log/index.ts'
import { tilesOf } from './log-store.ts'

/** The signed head of the log; null while it is empty. */
export async function headOf(
  session: Session,
): Promise<{ readonly size: number; readonly note: string } | null> {
  const [row] = await session.query<{ size: bigint; note: string }>(
    'select size, note from checkpoint order by size desc limit 1',
  )
  return row ? { size: Number(row.size), note: row.note } : null
}

function partsOf(note: string) {
  const read = readCheckpoint(note)
  if (!read.ok) throw new Error('a stored checkpoint can’t be read')
  return read.value
}

/** The receipt of an entry by its number: the envelope, the way to the root, the signed head. */
export async function receiptOf(session: Session, seq: bigint): Promise<Receipt | null> {
  const head = await headOf(session)
  if (!head || seq < 0n || seq >= BigInt(head.size)) return null
  const [row] = await session.query<{ envelope: string }>(
    'select envelope from event where seq = $1',
    [seq],
  )
  if (!row) return null
  const { origin, hash } = partsOf(head.note)
  const tree = { hash, source: tilesOf(session), size: head.size }
  const index = Number(seq)
  const proof = await proveInclusion(tree, index)
  return makeReceipt({ origin, index, envelope: row.envelope, proof, checkpoint: head.note })
}

/** The proof that the log of today continues what it was at an earlier size. */
export async function consistencyFrom(
  session: Session,
  from: number,
): Promise<{ readonly proof: readonly Uint8Array[]; readonly checkpoint: string } | null> {
  const head = await headOf(session)
  if (!head || from < 0 || from > head.size) return null
  const { hash } = partsOf(head.note)
  const tree = { hash, source: tilesOf(session), size: head.size }
  return { proof: await proveConsistency(tree, from), checkpoint: head.note }
}

const pageSize = 5000

/** Envelopes in order, a page at a time; memory holds one page. */
export async function* envelopesOf(session: Session, size: number): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  for (let from = 0; from < size; from += pageSize) {
    const rows = await session.query<{ envelope: string }>(
      'select envelope from event where seq >= $1 and seq < $2 order by seq',
      [BigInt(from), BigInt(Math.min(size, from + pageSize))],
    )
    for (const row of rows) yield encoder.encode(row.envelope)
  }
}

/** Exports the log in the layout of C2SP tlog-tiles. Gives how many entries were written. */
export async function exportLogOf(
  db: Database,
  files: FileSink,
  watch: Watch = {},
): Promise<Outcome<number>> {
  const head = await headOf(db)
  if (!head) {
    const reason = {
      zh: '日志还是空的，没有可导出的。',
      en: 'The log is empty: nothing to export.',
    }
    return { ok: false, reason }
  }
  return exportLog({ checkpoint: head.note, entries: envelopesOf(db, head.size), files, watch })
}
