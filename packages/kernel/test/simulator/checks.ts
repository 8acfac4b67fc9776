/** What must hold after each lot: answers against the log, tables against the model. */
import type { Session } from '../../src/db/database.ts'
import { brokenInvariants } from '../../src/ledger.ts'
import { verifyReceipt } from '../../src/log/index.ts'
import { headOf, receiptOf } from '../../src/receipts.ts'
import { replay } from '../../src/replay.ts'
import type { Answer, Done } from '../../src/request.ts'
import type { Said } from '../../src/said.ts'
import { must, plain } from './broken.ts'
import { readLog } from './model.ts'
import { inWords, type Sent, type World } from './world.ts'

/** Reads on in the log, and holds what was answered since against it. */
export async function checkLot(world: World): Promise<void> {
  const { db, model } = world
  const from = model.entries.length
  await readLog(db, model)
  const covered = new Set<number>()
  for (const sent of world.sent) {
    const { outcome } = sent
    if (outcome.form === 'answer') checkAnswer(world, sent, outcome.answer, covered)
    if (outcome.form === 'bad') {
      const { zh, en } = outcome.error
      must(zh !== '' && en !== '', 'a bad request is told so in both languages', zh)
      const other = world.answered.get(sent.request.key)
      must(
        other !== undefined || repeatedInLot(world, sent),
        'only a used key is bad',
        sent.request,
      )
    }
  }
  checkCovered(world, from, covered)
  await checkTables(world, from)
  await checkReceipts(world)
}

const repeatedInLot = (world: World, sent: Sent): boolean =>
  world.sent.some((one) => one !== sent && one.request.key === sent.request.key)

function checkAnswer(world: World, sent: Sent, answer: Answer, covered: Set<number>): void {
  const { request, internal } = sent
  if (!internal) {
    const text = plain(answer)
    const known = world.answered.get(request.key)
    must(known === undefined || known === text, 'a repeated request is answered as the first', {
      request: inWords(request),
      first: known,
      now: text,
    })
    world.answered.set(request.key, text)
  }
  if (answer.ok) checkDone(world, sent, answer, covered)
  else checkRefusal(answer.refusal)
}

/** An accepted answer is what the log says. */
function checkDone(world: World, { request }: Sent, answer: Done, covered: Set<number>): void {
  const { entries } = world.model
  const first = Number(answer.seq)
  must(answer.entries > 0, 'what was done made an entry', answer)
  must(entries[first]?.key === request.key, 'the first entry has the key', {
    answer,
    entry: entries[first],
  })
  for (let seq = first; seq < first + answer.entries; seq++) covered.add(seq)
  const own = entries.slice(first, first + answer.entries)
  must(own.length === answer.entries, 'every entry of an answer is in the log', answer)
  must(
    own.slice(1).every((one) => one.key === null),
    'an answer’s other entries have no key',
    own,
  )
  if (request.target.form === 'batch') return
  const last = own.filter((one) => one.matter === answer.matter).at(-1)
  must(last?.body.to === answer.state, 'the state answered is the state in the log', answer)
  const matter = world.model.matters.get(answer.matter)
  must(matter?.number === answer.number, 'the number answered is the matter’s', answer)
}

const both = (text: { readonly zh: string; readonly en: string } | undefined): boolean =>
  text !== undefined && text.zh.trim() !== '' && text.en.trim() !== ''

/** A refusal has its code, says it in both languages, and where a row was not met says which. */
function checkRefusal(said: Said): void {
  must(/^R[1-7]$/.test(said.code), 'a refusal has a code', said)
  must(both(said.title) && both(said.message) && both(said.remedy), 'in both languages', said)
  must(!/undefined|\[object|NaN/.test(plain(said)), 'in words', said)
  if (said.code !== 'R5') return
  const cited = said.reasons.some((one) => both(one.citation) && one.lines.every(both))
  must(cited || both(said.citation ?? undefined), 'R5 names a row and its article', said)
}

/** Every entry was asked for: by a request that was answered, or by what records. */
function checkCovered(world: World, from: number, covered: ReadonlySet<number>): void {
  let unseen = false
  for (const entry of world.model.entries.slice(from)) {
    const recorded = entry.matter === null && entry.key === null && entry.role === '系统'
    // A sweep that its process did not outlive: its acts stay, and nobody is told of them.
    if (entry.key !== null) unseen = world.struck && entry.key.startsWith('系统/')
    must(covered.has(entry.seq) || recorded || unseen, 'every entry was asked for', entry)
  }
}

/** Matters, series and books are as the entries say. */
async function checkTables(world: World, from: number): Promise<void> {
  const { db, model } = world
  const broken = await brokenInvariants(db)
  must(broken.length === 0, 'the books balance', broken)
  const touched = [...new Set(model.entries.slice(from).flatMap((one) => one.matter ?? []))]
  const rows = await db.query<{ id: string; state: string; version: bigint; acts: number }>(
    `select id, state, version, jsonb_array_length(performed) as acts from matter
      where id = any($1::uuid[])`,
    [touched],
  )
  must(rows.length === touched.length, 'every matter has its row', { touched, rows })
  for (const { id, state, version } of rows) {
    const matter = model.matters.get(id)
    must(matter?.state === state, `a matter’s state is its last entry’s`, { matter, state })
    must(BigInt(matter.last) === version, `a matter’s version is its last entry`, {
      matter,
      version,
    })
  }
}

/** Some entries that were answered: their receipts verify with the log's key alone. */
async function checkReceipts(world: World): Promise<void> {
  const { db, model, random, log } = world
  const head = await headOf(db)
  must((head?.size ?? 0) === model.entries.length, 'the head is of all entries', head?.size)
  const done = world.sent.flatMap(({ outcome }) =>
    outcome.form === 'answer' && outcome.answer.ok ? [outcome.answer.seq] : [],
  )
  if (done.length === 0) return
  const seq = random.pick(done)
  const receipt = await receiptOf(db, seq)
  const verified = verifyReceipt(receipt, [log.signer.verifier])
  must(verified.ok && receipt?.index === Number(seq), 'a receipt verifies', { seq, verified })
}

/** Rebuilds state from the log, and compares. */
export async function checkReplay(world: World): Promise<void> {
  const report = await replay(world.db)
  must(report.ok, 'replay comes to what the tables hold', report.differences.slice(0, 5))
  must(report.entries === world.model.entries.length, 'replay reads every entry', report.entries)
}

/** Nobody waits for an answer that is not to come. */
export async function checkAnswered(world: World, session: Session): Promise<void> {
  must(world.unanswered.size === 0, 'every request is answered in the end', [
    ...world.unanswered.keys(),
  ])
  const refused = await session.query<{ key: string }>(
    `select a.key from answer a join event e on e.key = a.key where a.seq is distinct from e.seq limit 5`,
  )
  must(refused.length === 0, 'no request is both refused and done', refused)
}
