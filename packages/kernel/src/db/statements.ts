/** At most so many statements stay planned in a connection; texts beyond are planned each time. */
const namesMax = 400

/** How many texts are remembered as seen once, before all of them are forgotten. */
const seenMax = 4000

/**
 * Short names for the statements that come again and again, so that a server plans them once.
 * A text gets its name the second time it is seen: what is asked once is never kept.
 */
export class StatementNames {
  readonly #names = new Map<string, string>()
  readonly #seen = new Set<string>()
  #count = 0

  nameOf(text: string): string | undefined {
    const known = this.#names.get(text)
    if (known !== undefined) return known
    if (!this.#seen.has(text)) {
      if (this.#seen.size >= seenMax) this.#seen.clear()
      this.#seen.add(text)
      return undefined
    }
    if (this.#names.size >= namesMax) return undefined
    const name = `h${++this.#count}`
    this.#names.set(text, name)
    this.#seen.delete(text)
    return name
  }

  /** The plan no longer fits the tables: the text gets another name when it comes again. */
  forget(text: string): void {
    this.#names.delete(text)
  }
}

/** A planned statement's result changed its columns, because a migration changed the table. */
export function isStalePlan(error: unknown): boolean {
  const { code, routine } = (error ?? {}) as { code?: unknown; routine?: unknown }
  return code === '0A000' && routine === 'RevalidateCachedQuery'
}
