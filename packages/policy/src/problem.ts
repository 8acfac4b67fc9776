/** How a diagnostic of a policy is made: one definition a code, one call a place. */
import type { Problem } from '@huoshui/feel'
import type { Diagnostic, Note, SourcePlace, Text } from '@huoshui/values'
import type { Document, Piece } from './read.ts'

export interface Definition<P> {
  readonly code: string
  readonly severity: Diagnostic['severity']
  /** What is wrong, in the words of the policy. */
  readonly message: (given: P) => Text
  /** What to do about it. */
  readonly remedy: (given: P) => Text
  /** A row or cell to write, when one can be proposed. */
  readonly fix?: (given: P) => string | undefined
}

export interface Where {
  readonly place: SourcePlace
  readonly heading: readonly string[]
}

/** Makes a diagnostic. Each file of `checks/` defines one and tests it. */
export function diagnose<P>(
  definition: Definition<P>,
  where: Where,
  given: P,
  notes: readonly Note[] = [],
): Diagnostic {
  const fix = definition.fix?.(given)
  return {
    code: definition.code,
    severity: definition.severity,
    place: where.place,
    heading: [...where.heading],
    message: definition.message(given),
    remedy: definition.remedy(given),
    notes: [...notes],
    ...(fix === undefined ? {} : { fix }),
  }
}

/** Carries a problem of an expression to the place where the expression stands in the policy. */
export function fromFeel(
  problem: Problem,
  doc: Document,
  piece: Piece,
  heading: readonly string[],
): Diagnostic {
  const place = doc.place(piece.from + problem.at.from, piece.from + problem.at.to)
  return fromFeelAt(problem, place, heading)
}

/** A problem of an expression as a diagnostic at a place already worked out. */
export function fromFeelAt(
  problem: Problem,
  place: SourcePlace,
  heading: readonly string[],
): Diagnostic {
  return {
    code: problem.code,
    severity: problem.severity,
    place,
    heading: [...heading],
    message: problem.message,
    remedy: problem.remedy,
    notes: [],
    ...(problem.suggestion === undefined ? {} : { fix: problem.suggestion }),
  }
}
