import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Lookup, overlay } from './overlay.ts'

/** How many layers a look-up passes. */
function depthOf(lookup: Lookup<unknown>): number {
  let depth = 0
  let here: unknown = lookup
  while (typeof here === 'object' && here !== null && 'below' in here) {
    depth++
    here = here.below
  }
  return depth
}

describe('an overlay', () => {
  it('finds what changed, then what was there, and nothing else; null is a value', () => {
    const below = new Map<string, number | null>([
      ['a', 1],
      ['b', 2],
      ['c', 3],
    ])
    const over = overlay<number | null>(new Map([['b', null]]), below)
    expect(['a', 'b', 'c', 'd'].map((key) => over.get(key))).toEqual([1, null, 3, undefined])
    expect(below.get('b')).toBe(2)
  })

  it('of nothing is what it lies over', () => {
    const below = new Map([['a', 1]])
    expect(overlay(new Map(), below)).toBe(below)
  })

  it('finds in a long chain what one map of all changes would hold, through few layers', () => {
    const change = fc.dictionary(fc.constantFrom(...'abcdefgh'), fc.integer(), { maxKeys: 3 })
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
        const all = new Map<string, number>([['a', -1]])
        let chain: Lookup<number> = new Map(all)
        for (const one of changes) {
          const entries = Object.entries(one)
          for (const [key, value] of entries) all.set(key, value)
          chain = overlay(new Map(entries), chain)
          for (const key of 'abcdefgh') expect(chain.get(key)).toBe(all.get(key))
        }
        expect(depthOf(chain)).toBeLessThanOrEqual(4)
      }),
    )
  })

  it('stays shallow where each change is to something else', () => {
    let chain: Lookup<number> = new Map()
    for (let i = 0; i < 5000; i++) chain = overlay(new Map([[String(i), i]]), chain)
    expect(depthOf(chain)).toBeLessThanOrEqual(14)
    expect([chain.get('0'), chain.get('2500'), chain.get('4999')]).toEqual([0, 2500, 4999])
  })
})
