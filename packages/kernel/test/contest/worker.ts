/**
 * One process of the contest: a kernel of its own on the shared database, and its share of claims.
 *
 * It is told where by its first message and answers with what happened to each of its claims.
 */
import { openDatabase } from '../../src/db/database.ts'
import { idMaker } from '../../src/ids.ts'
import { Kernel } from '../../src/kernel.ts'
import { parseSigner } from '../../src/log/index.ts'
import { clockOn } from '../city.ts'
import { money, voucher } from '../voucher.ts'
import type { Claimed, Share } from './contest.ts'

process.once('message', (share: Share) => {
  run(share).then(
    (claimed) => process.send?.(claimed, () => process.disconnect()),
    (error: unknown) => {
      console.error(error)
      process.exit(1)
    },
  )
})

async function run(share: Share): Promise<Claimed[]> {
  const signer = parseSigner(share.signer)
  if (!signer.ok) throw new Error(signer.reason.en)
  const db = await openDatabase({ url: share.url })
  const clock = clockOn(share.day)
  const log = { origin: share.origin, hash: 'sha256' as const, signer: signer.value }
  const kernel = new Kernel({ db, clock, makeId: idMaker(clock), log })
  let arrived = 0
  const claimed = await Promise.all(
    share.claims.map(async ({ actor, subject, yuan }, i): Promise<Claimed> => {
      const answer = await kernel.act({
        key: `contest-${share.process}-${i}`,
        target: { form: 'open', policy: voucher, procedure: '创新券' },
        act: '领取',
        asker: { actor, role: '申领单位', subject },
        filled: { 券面金额: money(String(yuan)) },
      })
      const order = arrived++
      return answer.ok
        ? { order, seq: String(answer.seq), refusal: null, why: 0 }
        : { order, seq: null, refusal: answer.refusal.code, why: answer.refusal.reasons.length }
    }),
  )
  await db.close()
  return claimed
}
