/** UUIDs of version 7: they sort by the time they were made, so that indexes grow at one end. */
import { randomBytes } from 'node:crypto'
import type { Clock } from './clock.ts'

/** Where random bytes come from; a simulator hands in a seeded source. */
export type Random = (size: number) => Uint8Array

export type MakeId = () => string

const hex = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'))

/** Random bytes are drawn in blocks: ten at a time would cost more than all the rest. */
function pooled(random: Random): (size: number) => Uint8Array {
  let block = new Uint8Array(0)
  let used = 0
  return (size) => {
    if (used + size > block.length) {
      block = random(4096) as Uint8Array<ArrayBuffer>
      used = 0
    }
    used += size
    return block.subarray(used - size, used)
  }
}

/** Makes ids by a clock and a source of randomness (RFC 9562 §5.7). */
export function idMaker(clock: Clock, random: Random = randomBytes): MakeId {
  const draw = pooled(random)
  return () => {
    const time = clock.now().toString(16).padStart(12, '0')
    const bytes = draw(10)
    const h = (i: number, mask = 0xff, bits = 0) => hex[((bytes[i] as number) & mask) | bits]
    const tail = `${h(4)}${h(5)}${h(6)}${h(7)}${h(8)}${h(9)}`
    return `${time.slice(0, 8)}-${time.slice(8)}-${h(0, 0x0f, 0x70)}${h(1)}-${h(2, 0x3f, 0x80)}${h(3)}-${tail}`
  }
}

/** Whether a text has the form of a UUID; what comes from outside is checked before SQL sees it. */
export const isUuid = (text: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text)
