/** A repeated request is answered as the first one was; a key is for one request alone. */
import { createHash } from 'node:crypto'
import type { Day } from '@huoshui/values'
import { bulkInsert, type Column } from './db/bulk.ts'
import type { Session } from './db/database.ts'
import type { Body } from './entry.ts'
import { readEnvelope } from './envelope.ts'
import type { Loaded } from './loaded.ts'
import { type ActRequest, type Answer, BadRequest } from './request.ts'
import type { Said } from './said.ts'

const digests = new WeakMap<ActRequest, string>()

/** Hexadecimal digest of what is asked, without the key; the day is the kernel's. */
export function digestOfRequest(request: ActRequest): string {
  let digest = digests.get(request)
  if (digest === undefined) {
    const { target, act, asker, filled = {}, slots = {} } = request
    const text = JSON.stringify([target, act, asker, sorted(filled), sorted(slots)])
    digest = createHash('sha256').update(text).digest('hex')
    digests.set(request, digest)
  }
  return digest
}

const sorted = (record: object) => Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1))

/** Finds the answers that requests were given before, by their keys. */
export async function answersBefore(
  tx: Session,
  loaded: Loaded,
  requests: readonly ActRequest[],
): Promise<void> {
  const keys = [...new Set(requests.map((one) => one.key))]
  const rows = await tx.query<AnswerRow>(
    `select a.key, a.request, a.seq, a.refusal, e.envelope, p.body
       from unnest($1::text[]) as k(key) join answer a on a.key = k.key
       left join event e on e.seq = a.seq left join payload p on p.seq = a.seq`,
    [keys],
  )
  for (const row of rows) {
    const request = Buffer.from(row.request).toString('hex')
    const { refusal } = row
    keep(loaded, row.key, refusal ? { ok: false, refusal } : doneBefore(row), request)
  }
}

interface AnswerRow {
  readonly key: string
  readonly request: Uint8Array
  readonly seq: bigint | null
  readonly refusal: Said | null
  readonly envelope: string | null
  readonly body: string | null
}

/** What was answered when it was done; an erased payload leaves the number of its entry. */
function doneBefore({ seq, envelope, body }: AnswerRow): Answer {
  const { tenant, matter } = readEnvelope(envelope as string)
  const said = body === null ? undefined : (JSON.parse(body) as Body).answer
  const { number = '', state = '', entries = 1, skipped } = said ?? {}
  return {
    ok: true,
    seq: seq as bigint,
    entries,
    tenant,
    // An answer for a batch is about no one matter, although its first entry is.
    matter: skipped ? '' : (matter ?? ''),
    number,
    state,
    ...(skipped ? { skipped } : {}),
  }
}

const answerColumns: Column[] = [
  { name: 'key', type: 'text' },
  { name: 'request', type: 'bytea' },
  { name: 'day', type: 'date' },
  { name: 'act', type: 'text' },
  { name: 'seq', type: 'bigint' },
  { name: 'refusal', type: 'jsonb' },
]

/**
 * Stores what a batch answers. A key that another process has answered meanwhile breaks the batch,
 * which then begins anew and finds that answer.
 */
export async function storeAnswers(
  tx: Session,
  loaded: Loaded,
  asked: readonly { readonly request: ActRequest; readonly internal: boolean }[],
  answers: readonly Answer[],
  today: Day,
): Promise<void> {
  const rows = new Map<string, readonly unknown[]>()
  asked.forEach(({ request, internal }, i) => {
    const answer = answers[i] as Answer
    const { key, act, day = today } = request
    if (loaded.answeredBefore.has(key) || rows.has(key)) return
    // What the system tries by itself is tried again when something has changed.
    if (internal && !answer.ok) return
    const digest = Buffer.from(digestOfRequest(request), 'hex')
    const what = answer.ok ? [answer.seq, null] : [null, answer.refusal]
    rows.set(key, [key, digest, day, act, ...what])
  })
  await bulkInsert(tx, 'answer', answerColumns, [...rows.values()])
}

function keep(loaded: Loaded, key: string, answer: Answer, request: string | null): void {
  loaded.answered.set(key, { answer, request })
  loaded.answeredBefore.add(key)
}

/** The answer that a request was given before; a key used for another makes the request unfit. */
export function answeredAlready(loaded: Loaded, request: ActRequest): Answer | null {
  const known = loaded.answered.get(request.key)
  if (!known) return null
  if (known.request !== digestOfRequest(request)) {
    loaded.unfit.set(
      request,
      new BadRequest(
        `编号“${request.key}”已经用于另一个请求。每个新的请求用一个新的编号。`,
        `The key “${request.key}” was used for another request. Use a new key for each request.`,
      ),
    )
  }
  return known.answer
}
