import { infer } from '../infer.ts'
import type { InferEnv } from '../infer-env.ts'
import type { Problem } from '../problems.ts'
import { type Node, walk } from '../syntax.ts'
import type { Type } from '../types.ts'
import type { Value } from '../value.ts'
import { type Cell, isNumeric, type Kind, textOf } from './cell.ts'
import { Compiler, type Names, type SqlFormula } from './compile.ts'
import { isPresent, type SqlColumn } from './leaf.ts'
import { listOf, listOfSome } from './lists.ts'
import { type Dialect, Maker, type SqlLimits } from './maker.ts'
import { exactOf } from './num.ts'
import { withShared } from './shared.ts'
import { all, choice, FALSE, identifier, NULL, no, type Sql, TooLong } from './text.ts'

/** A formula whose result is asked for. */
export interface SqlOutput extends SqlFormula {
  readonly name: string
}

/**
 * What can be asked of a result, each an expression of its own:
 * - `value`: the value, NULL when it is null or not known. Dates are DATE, texts text, numbers
 *   DECIMAL; durations are numbers, in whole months or in seconds.
 * - `known`: whether it is known. A null of FEEL is known.
 * - `missing`: a list of the names it waits for, in the order of their UTF-16 units; empty when
 *   it is known.
 * - `low` and `high`: the bounds of a number that is not known, NULL where there are none.
 */
export type SqlPart = 'value' | 'known' | 'missing' | 'low' | 'high'

const PARTS: readonly SqlPart[] = ['value', 'known', 'missing', 'low', 'high']

export interface SqlOptions {
  readonly dialect: Dialect
  /** Where facts stand. A column goes before a value, a value before a definition. */
  readonly columns: ReadonlyMap<string, SqlColumn>
  /** Facts that are the same in every row, a day or what a call announced. */
  readonly values?: ReadonlyMap<string, Value>
  /** Other formulas, which may be named in each other and in outputs. */
  readonly definitions?: ReadonlyMap<string, SqlFormula>
  /**
   * Which parts are asked for; all when left out. Ask for no more than the query uses: both
   * databases want every parameter that is passed to be used.
   */
  readonly parts?: readonly SqlPart[]
  /** The name or alias of the relation, to qualify columns with in a join. */
  readonly relation?: string
  /** The number of the first parameter; 1 when left out. */
  readonly firstParameter?: number
  readonly limits?: SqlLimits
}

/** One column of a SELECT list. */
export interface SqlExpression {
  /** The output it belongs to. */
  readonly name: string
  readonly part: SqlPart
  readonly sql: string
}

export interface SqlResult {
  /** Empty when there are problems; else every part of every output, in the order asked for. */
  readonly expressions: readonly SqlExpression[]
  /**
   * The expressions as a SELECT list. A value has the output's name, other parts a dot and the
   * part after it.
   */
  readonly select: string
  /** What $1, $2 and so on stand for; all are passed as text. */
  readonly parameters: readonly string[]
  readonly problems: readonly Problem[]
}

/**
 * Formulas over one relation, a row for each subject, as expressions for a SELECT list.
 *
 * They agree with `evaluate` in every value, in what is known, in the names waited for and in
 * bounds, to the last digit. What can't be written so that they do is a problem that names the
 * construct, and never a different answer; problems of types are reported too.
 *
 * Columns must be as declared: a DECIMAL of these digits in DuckDB (in PostgreSQL a number with
 * no more digits), days of the years 1 to 9999, lists that hold no NULL. SQL NULL in a column is
 * a missing fact. Nothing but quoted names of columns, whole numbers and the keywords of SQL is
 * in the text; constants and names are parameters. Values cost what they would if written by
 * hand; bounds and names are computed only in rows where something is missing.
 */
export function toSql(outputs: readonly SqlOutput[], options: SqlOptions): SqlResult {
  const { columns, values = new Map(), definitions = new Map(), parts = PARTS } = options
  const wrong = typeProblems(outputs, options)
  if (wrong.length > 0) return failed(wrong)
  const m = new Maker(options.dialect, options.limits)
  const compiler = new Compiler(m, { columns, values, definitions, relation: options.relation })
  const made = outputs.flatMap((output) => {
    try {
      return partsOf(m, compiler, output, parts)
    } catch (error) {
      if (!(error instanceof TooLong)) throw error
      m.reportTooLarge()
      return []
    }
  })
  for (const { sql } of made) if (!m.tooLarge(sql)) m.tooDeep(sql)
  if (m.problems.length > 0) return failed(m.problems)
  const { texts, parameters } = m.numbered(
    made.map((one) => one.sql),
    options.firstParameter ?? 1,
  )
  const expressions = made.map((one, i) => ({ ...one, sql: texts[i] ?? NULL }))
  return { expressions, select: expressions.map(aliased).join(',\n'), parameters, problems: [] }
}

function partsOf(
  m: Maker,
  compiler: Compiler,
  output: SqlOutput,
  parts: readonly SqlPart[],
): SqlExpression[] {
  const cell = compiler.formula(output)
  m.at = output.tree.at
  return parts
    .filter((part) => has(cell, part))
    .map((part) => {
      const sql = partSql(m, cell, part)
      const short = part === 'value' && isNumeric(cell.kind) && m.problems.length === 0
      return { name: output.name, part, sql: short ? shorter(m, compiler, output, sql) : sql }
    })
}

/** How much shorter a text must be to be worth a place of its own. */
const SHORTER = 2

/**
 * The value of a number where nothing is missing, and the whole text only elsewhere.
 *
 * What a product or quotient is while something is missing takes most of its text, and a database
 * computes it for every row. Where all columns hold a value, most of it falls away.
 */
function shorter(m: Maker, compiler: Compiler, output: SqlOutput, whole: Sql): Sql {
  const { names } = compiler
  const plain = new Compiler(m, { ...names, present: true })
  const columns = columnsIn(output.tree, names)
  const sql = valueSql(m, plain.formula(output))
  if (columns.length === 0 || sql.length * SHORTER > whole.length) return whole
  const there = columns.map((column) => isPresent(m, column, names.relation))
  m.compact = true
  const rest = valueSql(m, new Compiler(m, names).formula(output))
  m.compact = false
  const taken = columns.map((column) => column.column)
  const short = m.dialect === 'duckdb' ? withShared(rest, taken) : rest
  return choice([[all(there), sql]], short)
}

/** The columns that a formula reads, also through the formulas it names. */
function columnsIn(tree: Node, names: Names): SqlColumn[] {
  const found = new Set<SqlColumn>()
  const seen = new Set<string>()
  const read = (node: Node) => {
    walk(node, (part) => {
      if (part.kind !== 'name' || seen.has(part.name)) return
      seen.add(part.name)
      const column = names.columns.get(part.name)
      const definition = names.definitions.get(part.name)
      if (column) found.add(column)
      else if (definition) read(definition.tree)
    })
  }
  read(tree)
  return [...found]
}

function failed(problems: readonly Problem[]): SqlResult {
  return { expressions: [], select: '', parameters: [], problems }
}

function aliased({ name, part, sql }: SqlExpression): string {
  return `${sql} AS ${identifier(part === 'value' ? name : `${name}.${part}`)}`
}

/** What types find wrong in outputs and in the formulas they name. */
function typeProblems(outputs: readonly SqlOutput[], options: SqlOptions): Problem[] {
  const types = new Map<string, Type>()
  const problems: Problem[] = []
  const env: InferEnv = {
    typeOf(name) {
      const column = options.columns.get(name)
      if (column) return column.type
      if (options.values?.has(name)) return { kind: 'any' }
      const definition = options.definitions?.get(name)
      if (!definition) return undefined
      const known = types.get(name)
      if (known) return known
      // A formula that names itself is reported when it is turned into SQL.
      types.set(name, { kind: 'any' })
      const found = infer(definition.tree, env)
      types.set(name, found.type)
      problems.push(...found.problems)
      return found.type
    },
  }
  for (const { tree } of outputs) problems.push(...infer(tree, env).problems)
  return problems.filter((problem) => problem.severity === 'error')
}

/** Whether a result has such a part; only numbers have bounds. */
function has(cell: Cell, part: SqlPart): boolean {
  return (part !== 'low' && part !== 'high') || cell.kind === 'number'
}

function partSql(m: Maker, cell: Cell, part: SqlPart): Sql {
  switch (part) {
    case 'value':
      return valueSql(m, cell)
    case 'known':
      return no(cell.unknown)
    case 'missing':
      return missingSql(m, cell)
    case 'low':
    case 'high': {
      const end = part === 'low' ? cell.low() : cell.high()
      if (end === null || cell.unknown === FALSE) return typed(m, 'number', NULL)
      const exact = exactOf(end)
      if (exact === null) m.report('F304')
      const sql = exact ? textOf(m, { ...cell, num: end }) : NULL
      return typed(m, 'number', choice([[cell.unknown, sql]]))
    }
  }
}

function valueSql(m: Maker, cell: Cell): Sql {
  if (isNumeric(cell.kind) && exactOf(cell.num) === null) {
    m.report('F304')
    return NULL
  }
  return typed(m, cell.kind, textOf(m, cell))
}

/** NULL by itself has no type, which a query may need. */
function typed(m: Maker, kind: Kind, sql: Sql): Sql {
  return sql === NULL ? `CAST(NULL AS ${typeOf(m, kind)})` : sql
}

function typeOf(m: Maker, kind: Kind): string {
  const postgres = m.dialect === 'postgres'
  switch (kind) {
    case 'boolean':
      return 'BOOLEAN'
    case 'number':
    case 'months':
    case 'days':
      return postgres ? 'numeric' : 'DECIMAL(18,2)'
    case 'date':
      return 'DATE'
    case 'list':
      return postgres ? 'text[]' : 'VARCHAR[]'
    case 'text':
    case 'null':
      return postgres ? 'text' : 'VARCHAR'
  }
}

function missingSql(m: Maker, cell: Cell): Sql {
  if (cell.unknown === FALSE) return listOf(m, [])
  const names = [...cell.missing()].filter(([, when]) => when !== FALSE && when !== NULL)
  const sorted = names.toSorted(([a], [b]) => (a < b ? -1 : 1))
  const each = sorted.map(([name, when]) => choice([[when, m.parameter(name)]]))
  const always = sorted.every(([, when]) => when === 'TRUE')
  const list = always ? listOf(m, each) : listOfSome(m, each)
  return choice([[cell.unknown, list]], listOf(m, []))
}
