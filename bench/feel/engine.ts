import type { Workload } from './workload.ts'

/**
 * What an engine says of every measure for every firm: at `firm * measures + measure` the amount
 * in whole 分, or `NOT_MET`.
 */
export type Answers = Float64Array

export const NOT_MET = -1

/** Counts and sums of one measure. */
export interface Total {
  readonly met: number
  /** In whole 分. */
  readonly sum: number
}

/** An engine with the measures compiled and the firms in the shape it likes best. */
export interface Ready {
  /** Decides every measure for every firm. */
  readonly decide: (answers: Answers) => void | Promise<void>
  /** Where given, this is what is timed: an engine that counts and sums by itself. */
  readonly totals?: () => Promise<readonly Total[]>
  readonly close?: () => void
}

/** One engine of the bench. */
export interface Engine {
  /** Its name in figures: `feel.NAME`. */
  readonly name: string
  /** How it is called, and what was found slower. */
  readonly how: string
  /** At most so many firms a pass: slow engines get fewer, so that a run takes seconds. */
  readonly firmsMax: number
  /** Compiles and loads; never timed. */
  readonly prepare: (work: Workload) => Ready | Promise<Ready>
}

/**
 * An amount computed in floats, as whole 分, half up.
 *
 * Sound for this workload: an exact amount is a whole number over at most 100 × 3,000 people, so
 * one that is no half is at least 1.6e-6 away from it, and an amount below the caps (8e7 分) is
 * wrong by at most 4e-8. What is added lies between the two.
 */
export function roundedFen(fen: number): number {
  return Math.floor(fen + HALF)
}

/** What \`roundedFen\` adds: a half, and a little more than floats can be wrong by. */
export const HALF = 0.500_000_2

/** Counts and sums of each measure. */
export function totalsOf(answers: Answers, measures: number): Total[] {
  const met = new Array<number>(measures).fill(0)
  const sum = new Array<number>(measures).fill(0)
  for (let at = 0; at < answers.length; at++) {
    const fen = answers[at] as number
    if (fen === NOT_MET) continue
    const measure = at % measures
    met[measure] = (met[measure] as number) + 1
    sum[measure] = (sum[measure] as number) + fen
  }
  return met.map((count, i) => ({ met: count, sum: sum[i] as number }))
}
