/** A log of a million entries: appending, proving, verifying. */
import {
  append,
  emptyFrontier,
  exportLog,
  generateSigner,
  leafHash,
  proveInclusion,
  signCheckpoint,
  tilesIn,
  verifyExport,
} from '../packages/kernel/src/log/index.ts'
import type { Bench, Figure } from './frame/bench.ts'
import { cpuSeconds, quantile } from './frame/measure.ts'

const ENTRIES = 1_000_000
const BATCH = 500
const PROOFS = 500

/** An envelope about as long as a claim's. */
const envelope = (i: number): Uint8Array =>
  Buffer.from(
    JSON.stringify({
      act: '领取',
      at: '2024-03-01T01:02:03.004Z',
      matter: `018bcfe5-dba6-7b27-9fc0-${String(i).padStart(12, '0')}`,
      payload: `sha256:${'d9'.repeat(32)}`,
      policy: 'demo/example',
      role: '申领单位',
      tenant: '示例市',
    }),
  )

export const bench: Bench = {
  name: 'log',
  about: 'a million entries appended in batches, proved and verified',
  run: async ({ firms, progress }) => {
    const entries = firms ?? ENTRIES
    const files = new Map<string, Uint8Array>()
    const hash = 'sha256' as const
    const signer = generateSigner('log.example/bench', 'ed25519')
    let frontier = emptyFrontier(hash)
    let from = cpuSeconds()
    for (let i = 0; i < entries; i += BATCH) {
      const leaves = Array.from({ length: Math.min(BATCH, entries - i) }, (_, j) =>
        leafHash(hash, envelope(i + j)),
      )
      frontier = append(frontier, leaves).frontier
    }
    const appending = entries / (cpuSeconds() - from)
    progress(`appended ${entries} entries`)
    const { root } = append(frontier, [])
    const checkpoint = signCheckpoint(
      { origin: 'log.example/bench', size: entries, root, hash, extensions: [] },
      [signer],
    )
    function* all() {
      for (let i = 0; i < entries; i++) yield envelope(i)
    }
    const sink = { write: (path: string, bytes: Uint8Array) => void files.set(path, bytes) }
    const exported = await exportLog({ checkpoint, entries: all(), files: sink })
    if (!exported.ok) throw new Error(exported.reason.en)
    const source = { read: (path: string) => files.get(path) ?? null }
    const waits = await proofs(entries, source)
    progress('proved inclusion')
    from = cpuSeconds()
    const report = await verifyExport({ files: source, verifiers: [signer.verifier] })
    if (!report.ok || report.entries !== entries) throw new Error('the log does not verify')
    const verifying = entries / (cpuSeconds() - from)
    return figures(appending, waits, verifying)
  },
}

async function proofs(
  entries: number,
  source: { read: (path: string) => Uint8Array | null },
): Promise<number[]> {
  const tree = { hash: 'sha256' as const, source: tilesIn(source, entries), size: entries }
  const waits: number[] = []
  for (let n = 0; n < PROOFS; n++) {
    const index = (n * 7919) % entries
    const from = performance.now()
    await proveInclusion(tree, index)
    waits.push(performance.now() - from)
  }
  return waits
}

function figures(appending: number, waits: readonly number[], verifying: number): Figure[] {
  return [
    {
      name: 'log.append',
      value: appending,
      unit: '/CPU-s',
      goal: { atLeast: 20_000 },
      note: `batches of ${BATCH}`,
    },
    { name: 'log.proof-p50-ms', value: quantile(waits, 0.5), unit: 'ms', goal: { atMost: 5 } },
    { name: 'log.proof-p99-ms', value: quantile(waits, 0.99), unit: 'ms' },
    { name: 'log.verify', value: verifying, unit: '/CPU-s', note: 'entries of an export' },
  ]
}
