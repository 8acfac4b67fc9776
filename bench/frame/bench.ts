/** One figure of a bench. */
export interface Figure {
  /** Its full name, `feel.ours`. It never changes: it is what figures are compared by over time. */
  readonly name: string
  readonly value: number
  /** What the number counts: `/CPU-s`, `ms`, `×`. */
  readonly unit: string
  /** What a reader needs to know to judge it. */
  readonly note?: string
  /** What we want of it; the run says whether it is reached, and never fails over it. */
  readonly goal?: { readonly atLeast: number } | { readonly atMost: number }
}

export interface BenchOptions {
  /** How many firms at most; null for what the bench itself thinks right. */
  readonly firms: number | null
  /** Tells how far the run has come. Never part of the result. */
  readonly progress: (line: string) => void
}

/** A file `bench/NAME.ts` exports one of these as `bench`; that alone makes it known. */
export interface Bench {
  readonly name: string
  /** One line for the list. */
  readonly about: string
  /** Runs it. Throws when answers are wrong: a figure of a wrong answer is worth nothing. */
  readonly run: (options: BenchOptions) => Promise<readonly Figure[]>
}
