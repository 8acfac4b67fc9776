/** A seeded source of numbers, so that every run and every machine meets the same firms. */
export interface Random {
  /** A number at least 0 and below 1. */
  fraction(): number
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number
  /** A whole number from `low` to `high` whose magnitude, not its value, is spread evenly. */
  magnitude(low: number, high: number): number
  /** True with the given probability. */
  chance(probability: number): boolean
  /** One of a list, each as likely. */
  pick<T>(items: readonly [T, ...T[]]): T
}

/**
 * A generator that gives the same sequence for the same seed: a counter in 32 bits, mixed by two
 * multiplications. It is good enough to spread test data and for nothing else.
 */
export function random(seed: number): Random {
  let state = seed >>> 0
  const fraction = (): number => {
    state = (state + 0x9e3779b9) >>> 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 4_294_967_296
  }
  return {
    fraction,
    whole: (low, high) => low + Math.floor(fraction() * (high - low + 1)),
    magnitude: (low, high) => Math.floor(low * (high / low) ** fraction()),
    chance: (probability) => fraction() < probability,
    pick: (items) => items[Math.floor(fraction() * items.length)] as (typeof items)[number],
  }
}
