/** Looking things up over layers: what changed lately, and below it what was there before. */

/** Finds what stands under a key; a `Map` is one. */
export interface Lookup<V> {
  get(key: string): V | undefined
}

interface Layered<V> extends Lookup<V> {
  readonly changed: ReadonlyMap<string, V>
  readonly below: Lookup<V>
}

const isLayered = <V>(one: Lookup<V>): one is Layered<V> => 'changed' in one && 'below' in one

/**
 * What changed over what was there before; neither is copied nor changed.
 *
 * A layer swallows those directly below it that are not much larger than itself. So a look-up in a
 * chain of n acts passes a few layers only, and each change is copied a few times only.
 */
export function overlay<V>(changed: ReadonlyMap<string, V>, below: Lookup<V>): Lookup<V> {
  if (changed.size === 0) return below
  let top = changed
  let under = below
  while (isLayered(under) && under.changed.size <= 2 * top.size) {
    top = new Map([...under.changed, ...top])
    under = under.below
  }
  const [first, rest] = [top, under]
  return {
    changed: first,
    below: rest,
    get(key) {
      const value = first.get(key)
      return value === undefined ? rest.get(key) : value
    },
  } as Layered<V>
}
