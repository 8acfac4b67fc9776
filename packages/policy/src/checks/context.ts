/** What every check is given, and small readings of a policy that several checks share. */
import { type Node, walk } from '@huoshui/feel'
import type { Calendar, Diagnostic, Note, SourcePlace } from '@huoshui/values'
import type { Draft } from '../draft.ts'
import type { ActRow, Formula, Policy, Procedure } from '../policy.ts'
import { type Definition, diagnose } from '../problem.ts'
import type { Document } from '../read.ts'
import type { Typing } from '../typing.ts'

export interface CheckInput {
  readonly policy: Policy
  readonly draft: Draft
  readonly doc: Document
  readonly typing: Typing
  readonly report: (diagnostic: Diagnostic) => void
  readonly calendar: Calendar | null
}

export interface CheckContext extends CheckInput {
  /** Reports at a place; the heading is that of the section the place stands in. */
  readonly say: <P>(
    definition: Definition<P>,
    place: SourcePlace,
    given: P,
    notes?: readonly Note[],
  ) => void
}

/** One check: reads the policy, says what is wrong. */
export type Check = (context: CheckContext) => void

const titleLines = new WeakMap<Document, readonly number[]>()

/** The line of each section's title, found once a document. */
function titleLinesOf(doc: Document): readonly number[] {
  const found = titleLines.get(doc)
  if (found) return found
  const lines = doc.sections.map(({ title }) => doc.place(title.from, title.to).line)
  titleLines.set(doc, lines)
  return lines
}

/** The titles above a place, outermost first. */
export function headingAt(doc: Document, place: SourcePlace): readonly string[] {
  const next = titleLinesOf(doc).findIndex((line) => line > place.line)
  const own = next < 0 ? doc.sections.length - 1 : next - 1
  return doc.sections[own]?.path ?? []
}

export function contextOf(input: CheckInput): CheckContext {
  return {
    ...input,
    say: (definition, place, given, notes = []) =>
      input.report(
        diagnose(definition, { place, heading: headingAt(input.doc, place) }, given, notes),
      ),
  }
}

/** The place of a part of a formula. */
export function placeWithin(formula: Formula, at: { from: number; to: number }): SourcePlace {
  const { place, source, base } = formula
  const point = (offset: number) => {
    const before = source.slice(0, Math.max(0, offset - base))
    const lines = before.split('\n')
    const last = lines[lines.length - 1] as string
    return lines.length === 1
      ? { line: place.line, column: place.column + last.length }
      : { line: place.line + lines.length - 1, column: last.length + 1 }
  }
  const from = point(at.from)
  const to = point(at.to)
  return { file: place.file, ...from, endLine: to.line, endColumn: to.column }
}

/** Names that a node mentions. */
export function namesIn(node: Node): Set<string> {
  const names = new Set<string>()
  walk(node, (part) => {
    if (part.kind === 'name') names.add(part.name)
  })
  return names
}

/** Every formula of an act row, its transfers apart. */
export function formulasOfAct(row: ActRow): Formula[] {
  const found: Formula[] = row.condition ? [row.condition] : []
  const { deadline } = row
  if (deadline?.form === 'by') found.push(deadline.date)
  if (deadline?.form === 'within' || deadline?.form === 'after') {
    if ('date' in deadline.since) found.push(deadline.since.date)
    if ('fact' in deadline.span) found.push(deadline.span.fact)
  }
  for (const doing of row.doing) {
    if (doing.verb === '置') found.push(doing.value)
    if (doing.verb === '择优') {
      found.push(doing.order, ...doing.ties.filter((tie): tie is Formula => tie !== '先申请'))
    }
    if (doing.verb === '抽取') found.push(doing.count, ...(doing.avoiding ? [doing.avoiding] : []))
  }
  return found
}

/** All states of a procedure, in the order they appear. */
export function statesOf(procedure: Procedure): string[] {
  return [...new Set(procedure.acts.flatMap((row) => [...row.from, row.to]))]
}

/** Whether an act's deadline bars it for good once it has passed. */
export function isBarred(row: ActRow): boolean {
  const { deadline } = row
  return deadline?.form === 'by' || (deadline?.form === 'within' && !deadline.duty)
}
