/** Random choices that one number decides: the same seed always makes the same ones. */
import { createHash } from 'node:crypto'

export interface Random {
  /** A whole number from 0, below `n`. */
  below(n: number): number
  /** A whole number from `a` to `b`, both included. */
  between(a: number, b: number): number
  chance(p: number): boolean
  pick<T>(list: readonly T[]): T
  /** One of the choices, each as likely as its weight says; those of weight 0 never. */
  weighted<T>(choices: readonly (readonly [weight: number, choice: T])[]): T
  shuffled<T>(list: readonly T[]): T[]
  bytes(size: number): Uint8Array
  /** Another source, that depends on the name and on nothing drawn from this one. */
  fork(name: string): Random
}

/** The generator sfc32, begun from the digest of a text. */
function sfc32(text: string): () => number {
  const digest = createHash('sha256').update(text).digest()
  let [a, b, c, d] = [0, 4, 8, 12].map((at) => digest.readInt32LE(at)) as [
    number,
    number,
    number,
    number,
  ]
  return () => {
    const t = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + t) | 0
    return t >>> 0
  }
}

/** A source of random choices for a seed, which may be any text. */
export function randomOf(seed: string): Random {
  const next = sfc32(seed)
  const below = (n: number): number => Math.floor((next() / 2 ** 32) * n)
  const random: Random = {
    below,
    between: (a, b) => a + below(b - a + 1),
    chance: (p) => next() / 2 ** 32 < p,
    pick: <T>(list: readonly T[]): T => {
      if (list.length === 0) throw new Error('nothing to pick from')
      return list[below(list.length)] as T
    },
    weighted: <T>(choices: readonly (readonly [number, T])[]): T => {
      let left = (next() / 2 ** 32) * choices.reduce((sum, [weight]) => sum + weight, 0)
      for (const [weight, choice] of choices) {
        left -= weight
        if (left < 0) return choice
      }
      return random.pick(choices.filter(([weight]) => weight > 0))[1]
    },
    shuffled: <T>(list: readonly T[]): T[] => {
      const copy = [...list]
      for (let i = copy.length - 1; i > 0; i--) {
        const j = below(i + 1)
        ;[copy[i], copy[j]] = [copy[j] as T, copy[i] as T]
      }
      return copy
    },
    bytes: (size) => Uint8Array.from({ length: size }, () => below(256)),
    fork: (name) => randomOf(`${seed}/${name}`),
  }
  return random
}
