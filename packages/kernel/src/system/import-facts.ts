/**
 * 导入事实: a register, checked row by row before, recorded as one act.
 *
 * The file is `ImportFile` in JSON. Its rows are the good ones; what could not be read stands
 * under `rejected` and is kept with the file.
 */
import { type Day, Decimal, type Text } from '@huoshui/values'
import type { Json } from '../codec.ts'
import type { FactRow, SubjectRow } from '../entry.ts'
import {
  type BuiltIn,
  type Consequence,
  filledFor,
  type InTheWay,
  inTheWay,
  isInTheWay,
  nothing,
  type Trouble,
  textOf,
  trouble,
} from './built-in.ts'
import {
  contentOf,
  dayOrNone,
  type JsonObject,
  listIn,
  objectIn,
  rowPlace,
  type Shape,
  textIn,
  textOrNone,
} from './shape.ts'
import { codeOf, findSubjects, type Named, namedKey } from './subjects.ts'
import { type FoundFact, factsOfKind, valueFor } from './vocabulary.ts'

/** Where a row stood in the sheet that it came from. */
export interface ImportPlace {
  readonly sheet?: string
  /** Counted from 1. */
  readonly row?: number
  /** The column's heading. */
  readonly column?: string
}

/** One row: a subject, and what is known of it. */
export interface ImportRow {
  readonly at?: ImportPlace
  /** `kind` as `terms#企业` or `标识#种类`; without a code the name alone tells it from others. */
  readonly subject: { readonly kind: string; readonly code?: string; readonly name: string }
  /** By name, or `标识#名` for a fact of one policy; values as `toJson` writes them. */
  readonly facts: { readonly [name: string]: Json }
  /** The day from which it holds; the day of the import where it is left out. */
  readonly from?: Day
  /** 登记, 填报, 承诺, 认定, 通知 or 办理. */
  readonly evidence: string
  /** The register or organisation on whose word. */
  readonly source: string
}

/** A row that could not be read, kept with the file. */
export interface RejectedRow {
  readonly at: ImportPlace
  /** What stands there. */
  readonly text: string
  readonly reason: Text
}

/** What a file of 导入事实 holds. */
export interface ImportFile {
  readonly rows: readonly ImportRow[]
  readonly rejected?: readonly RejectedRow[]
}

const evidences = ['登记', '填报', '承诺', '认定', '通知', '办理']

interface ReadRow {
  readonly named: Named
  readonly facts: readonly Omit<FactRow, 'subject'>[]
  readonly place: Text
}

interface ReadFile {
  readonly rows: readonly ReadRow[]
}

/** 提交导入: every row can be recorded, and there are as many as was said. */
export async function submitImport(one: BuiltIn): Promise<Consequence> {
  const file = await readImport(one)
  if (isInTheWay(file)) return file
  const rows = await subjectsOf(one, file)
  return isInTheWay(rows) ? rows : nothing
}

/** 同意导入: subjects that are new are registered, and what is known of all is recorded. */
export async function recordImport(one: BuiltIn): Promise<Consequence> {
  const file = await readImport(one)
  if (isInTheWay(file)) return file
  const found = await subjectsOf(one, file)
  if (isInTheWay(found)) return found
  const facts = file.rows.flatMap(({ named, facts }) => {
    const subject = found.ids.get(namedKey(named)) as string
    return facts.map((fact): FactRow => ({ ...fact, subject }))
  })
  return { body: { facts, ...(found.fresh.length > 0 ? { subjects: found.fresh } : {}) } }
}

/** Reads the whole file; any row that can't be recorded keeps all of it out. */
async function readImport(one: BuiltIn): Promise<ReadFile | InTheWay> {
  const file = await contentOf(one, '导入文件')
  if (isInTheWay(file)) return file
  const shape: Shape = { troubles: [] }
  const whole = { zh: '导入文件', en: '导入文件' }
  const list = listIn(shape, file.json, 'rows', whole)
  const rejected = listIn(shape, file.json, 'rejected', whole)
  checkCount(one, shape, '导入行数', list.length)
  checkCount(one, shape, '拒收行数', rejected.length)
  const rows: ReadRow[] = []
  for (const [i, row] of list.entries()) rows.push(await readRow(one, shape, row, i))
  return shape.troubles.length > 0 ? inTheWay(...shape.troubles) : { rows }
}

/** What the checker sees as the number of rows has to be the number of rows. */
function checkCount(one: BuiltIn, shape: Shape, fact: string, count: number): void {
  const said = filledFor(one, fact)
  if (said instanceof Decimal && said.equals(count)) return
  shape.troubles.push(
    trouble(
      [`文件里是 ${count} 行。`, `The file has ${count}.`],
      [`照文件填“${fact}”。`, `Fill in “${fact}” as the file has it.`],
      { zh: fact, en: fact },
    ),
  )
}

async function readRow(
  one: BuiltIn,
  shape: Shape,
  row: JsonObject,
  index: number,
): Promise<ReadRow> {
  const place = rowPlace(row, index)
  const subject = objectIn(shape, row, 'subject', place)
  const kind = textIn(shape, subject, 'kind', place)
  const name = textIn(shape, subject, 'name', place).trim()
  const code = textOrNone(shape, subject, 'code', place)
  const checked = await codeOf(one, { kind, name, code }, place)
  if (!('code' in checked)) shape.troubles.push(checked)
  const named = { kind, name, code: 'code' in checked ? checked.code : code }
  const evidence = textIn(shape, row, 'evidence', place)
  if (evidence !== '' && !evidences.includes(evidence)) {
    shape.troubles.push(
      trouble(
        [`“evidence”没有“${evidence}”这个词。`, `“evidence” has no word “${evidence}”.`],
        [`写其中之一：${evidences.join('、')}。`, `Write one of ${evidences.join(', ')}.`],
        place,
      ),
    )
  }
  const source = textOrNone(shape, row, 'source', place) ?? textOf(one, '导入来源')
  const from = dayOrNone(shape, row, 'from', place) ?? one.day
  const known = kind === '' ? null : await factsOfKind(one, kind)
  if (kind !== '' && !known) {
    shape.troubles.push(
      trouble(
        [`没有“${kind}”这种主体。`, `There is no kind “${kind}”.`],
        ['写“terms#企业”，或者“政策的标识#种类”。', 'Write “terms#企业”, or “identifier#kind”.'],
        place,
      ),
    )
  }
  const facts = Object.entries(objectIn(shape, row, 'facts', place)).flatMap(([key, json]) =>
    known ? factIn(shape, known, key, json, { evidence, source, from }, place) : [],
  )
  return { named, facts, place }
}

function factIn(
  shape: Shape,
  known: ReadonlyMap<string, FoundFact>,
  key: string,
  json: Json,
  common: Pick<FactRow, 'evidence' | 'source' | 'from'>,
  place: Text,
): readonly Omit<FactRow, 'subject'>[] {
  const found = known.get(key)
  if (!found) {
    shape.troubles.push(
      trouble(
        [`没有“${key}”这项事实。`, `There is no fact “${key}”.`],
        ['改成声明过的名称，或者去掉这一栏。', 'Use a declared name, or leave the column out.'],
        place,
      ),
    )
    return []
  }
  const read = valueFor(found.fact, json, place)
  if (!('value' in read)) {
    shape.troubles.push(read)
    return []
  }
  return [{ owner: found.owner, name: found.fact.name, value: read.value, ...common }]
}

/** Which subjects the rows are about: registered ones, and those that this file brings. */
async function subjectsOf(
  one: BuiltIn,
  { rows }: ReadFile,
): Promise<
  { readonly ids: ReadonlyMap<string, string>; readonly fresh: readonly SubjectRow[] } | InTheWay
> {
  const known = await findSubjects(
    one,
    rows.map((row) => row.named),
  )
  const ids = new Map<string, string>()
  const fresh: SubjectRow[] = []
  const troubles: Trouble[] = []
  for (const { named, place } of rows) {
    const key = namedKey(named)
    if (ids.has(key)) continue
    const [id, ...others] = known.get(key) ?? []
    if (others.length > 0) troubles.push(sameName(named, place))
    if (id) ids.set(key, id)
    else {
      const { kind, name, code } = named
      const made = one.context.makeId()
      fresh.push({ id: made, kind, name, ...(code === null ? {} : { code }) })
      ids.set(key, made)
    }
  }
  return troubles.length > 0 ? { troubles } : { ids, fresh }
}

const sameName = ({ name }: Named, place: Text): Trouble =>
  trouble(
    [`登记过几个叫“${name}”的，分不清是哪一个。`, `Several are registered as “${name}”.`],
    ['写上代码。', 'Give the code.'],
    place,
  )
