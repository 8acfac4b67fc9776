/** What the simulator found not to hold. */
export class Broken extends Error {
  constructor(
    readonly what: string,
    readonly more: unknown = null,
  ) {
    super(what)
  }
}

/** Says that something must hold; throws `Broken` where it doesn't. */
export function must(holds: boolean, what: string, more: unknown = null): asserts holds {
  if (!holds) throw new Broken(what, more)
}

/** A value as text, the same for equal values: keys sorted, bigints told from texts. */
export function plain(value: unknown): string {
  return JSON.stringify(value, (_, one) => {
    if (typeof one === 'bigint') return `${one}n`
    if (one === null || typeof one !== 'object' || Array.isArray(one)) return one
    return Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}
