/** What was read, as the JSON file that 导入事实 records. The same rows give the same bytes. */
import type { Day, Lang } from '@huoshui/values'
import { toJson } from '../codec.ts'
import { type CanonicalValue, canonicalJson } from '../log/index.ts'
import type { ImportRow, RejectedRow as RejectedEntry } from '../system/import-facts.ts'
import type { FactsRead, GoodRow, RejectedRow } from './facts-read.ts'
import { Pace, type Pacing } from './pace.ts'
import { problemLine } from './rejected.ts'

/** A row as 导入事实 reads it, with the last day on which it holds. */
export type ImportedRow = ImportRow & { readonly to?: Day }

/**
 * The file as UTF-8, in canonical JSON (RFC 8785): `ImportFile` with what the whole of it is.
 *
 *     { version: 1, kind, source, evidence, rows: [ImportedRow, …], rejected: [RejectedRow, …] }
 *
 * Facts go by name (`slug#name` for one policy's own), their values as `toJson` writes them. There
 * is one entry for each rejected row; its reason has a line for each problem.
 */
export async function toImportFile(read: FactsRead, pacing: Pacing = {}): Promise<Uint8Array> {
  const pace = new Pace(pacing)
  const pieces: Uint8Array[] = []
  const list = async <Row>(rows: readonly Row[], form: (row: Row) => object) => {
    let bundle: string[] = []
    pieces.push(Buffer.from('['))
    for (const [i, row] of rows.entries()) {
      bundle.push(`${i > 0 ? ',' : ''}${canonicalJson(form(row) as CanonicalValue)}`)
      if (!pace.over) continue
      pieces.push(Buffer.from(bundle.join('')))
      bundle = []
      await pace.rest()
    }
    pieces.push(Buffer.from(`${bundle.join('')}]`))
  }
  const { evidence, kind, source } = read
  // The keys of the outermost object stand in the order that is canonical.
  pieces.push(Buffer.from(`${canonicalJson({ evidence, kind }).slice(0, -1)},"rejected":`))
  await list(read.rejected, rejectedForm)
  pieces.push(Buffer.from(',"rows":'))
  await list(read.rows, (row) => rowForm(row, read))
  pieces.push(Buffer.from(`,${canonicalJson({ source, version: 1 }).slice(1)}`))
  return Buffer.concat(pieces)
}

const placeForm = ({ sheet, row }: { readonly sheet: string | null; readonly row: number }) =>
  sheet === null ? { row } : { sheet, row }

function rowForm(row: GoodRow, { evidence, source }: FactsRead): ImportedRow {
  const { subject, facts, from, to } = row
  const values = [...facts].map(([name, value]) => [name, toJson(value)] as const)
  return {
    at: placeForm(row),
    subject: { ...subject },
    facts: Object.fromEntries(values),
    from,
    ...(to === null ? {} : { to }),
    evidence,
    source,
  }
}

function rejectedForm(row: RejectedRow): RejectedEntry {
  const lines = (lang: Lang) => row.problems.map((one) => problemLine(one, lang)).join('\n')
  return {
    at: placeForm(row),
    text: row.written.join('\t').trimEnd(),
    reason: { zh: lines('zh'), en: lines('en') },
  }
}
