/**
 * A server under torture: claims as fast as they are answered, each acknowledged to the parent.
 * It ends by being killed, or at the power cut that it was told to simulate.
 */
import { writeFileSync, writeSync } from 'node:fs'
import { openDatabase } from '../../src/db/database.ts'
import { openFolder } from '../../src/db/folder.ts'
import { idMaker } from '../../src/ids.ts'
import { Kernel } from '../../src/kernel.ts'
import { parseSigner } from '../../src/log/index.ts'
import { clockOn, type Member } from '../city.ts'
import { money, voucher } from '../voucher.ts'
import { watchDisk } from './disk.ts'

export interface Orders {
  readonly round: number
  readonly where: { readonly url: string } | { readonly folder: string }
  readonly day: string
  readonly origin: string
  readonly signer: string
  readonly firms: readonly Member[]
  /** How many claims wait for their answers at once. */
  readonly at_once: number
  /** Power cut: at which operation on the disk, and where the notes go. */
  readonly cut?: { readonly at: number; readonly notes: string }
}

const acknowledged: string[] = []

process.once('message', (orders: Orders) => {
  serve(orders).catch((error: unknown) => {
    console.error(error)
    process.exit(2)
  })
})

async function serve(orders: Orders): Promise<void> {
  const signer = parseSigner(orders.signer)
  if (!signer.ok) throw new Error(signer.reason.en)
  const { where, cut } = orders
  const arm = cut && 'folder' in where ? watchFolder(where.folder, cut.notes) : null
  const db = 'url' in where ? await openDatabase({ url: where.url }) : await openFolder(where)
  if (cut) arm?.(cut.at)
  const clock = clockOn(orders.day)
  const log = { origin: orders.origin, hash: 'sha256' as const, signer: signer.value }
  const kernel = new Kernel({ db, clock, makeId: idMaker(clock), log })
  let made = 0
  const claimer = async () => {
    for (;;) {
      const n = made++
      const firm = orders.firms[n % orders.firms.length] as Member
      const key = `torture-${orders.round}-${n}`
      const answer = await kernel
        .act({
          key,
          target: { form: 'open', policy: voucher, procedure: '创新券' },
          act: '领取',
          asker: { actor: firm.actor, role: '申领单位', subject: firm.subject },
          filled: { 券面金额: money('1') },
        })
        .catch(() => null)
      // The database may be down for a while; then nothing is acknowledged.
      if (answer === null) {
        await new Promise((resume) => setTimeout(resume, 50))
        continue
      }
      if (!answer.ok) throw new Error(`a claim was refused: ${answer.refusal.message.en}`)
      acknowledged.push(key)
      process.send?.(key)
    }
  }
  await Promise.all(Array.from({ length: orders.at_once }, claimer))
}

/** From now on the folder's changes are noted; when the cut comes, the notes are all that is left. */
function watchFolder(folder: string, file: string): (operations: number) => void {
  return watchDisk(folder, (notes) => {
    try {
      writeFileSync(file, JSON.stringify({ notes, acknowledged }))
    } catch (error) {
      writeSync(process.stderr.fd, String(error))
    }
    process.kill(process.pid, 'SIGKILL')
  })
}
