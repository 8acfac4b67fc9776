import { expect, test } from 'vitest'
import { signCheckpoint } from './checkpoint.ts'
import { append, emptyFrontier } from './frontier.ts'
import { type HashName, leafHash } from './hash.ts'
import { generateSigner, type Signer } from './keys.ts'
import { inclusionProof } from './merkle.ts'
import { makeReceipt, type Receipt, verifyReceipt } from './receipt.ts'

const envelopes = Array.from({ length: 11 }, (_, i) => `{"act":"登记","matter":"示例-${i}"}`)

function receiptOf(index: number, hash: HashName, signer: Signer): Receipt {
  const leaves = envelopes.map((envelope) => leafHash(hash, Buffer.from(envelope)))
  const { root, frontier } = append(emptyFrontier(hash), leaves)
  const origin = signer.verifier.name
  const checkpoint = { origin, size: frontier.size, root, hash, extensions: [] }
  return makeReceipt({
    origin,
    index,
    envelope: envelopes[index] as string,
    proof: inclusionProof(hash, leaves, index),
    checkpoint: signCheckpoint(checkpoint, [signer]),
  })
}

const log = generateSigner('示例日志', 'ed25519')
const reasonOf = (receipt: unknown) => {
  const outcome = verifyReceipt(receipt, [log.verifier])
  return outcome.ok ? 'ok' : outcome.reason.zh
}

test.each([
  ['sha256', 'ed25519'],
  ['sm3', 'sm2'],
] as const)('a receipt of %s and %s verifies after a round through JSON', (hash, algorithm) => {
  const signer = generateSigner('示例日志', algorithm)
  for (const index of [0, 5, 10]) {
    const receipt: unknown = JSON.parse(JSON.stringify(receiptOf(index, hash, signer)))
    const outcome = verifyReceipt(receipt, [signer.verifier])
    expect(outcome).toMatchObject({ ok: true, value: { checkpoint: { size: 11, hash } } })
    expect(verifyReceipt(receipt, [log.verifier]).ok).toBe(false)
  }
})

test('whatever is changed in a receipt, it does not verify', () => {
  const good = receiptOf(5, 'sha256', log)
  expect(reasonOf(good)).toBe('ok')
  const [first, ...rest] = good.proof as [string, ...string[]]
  const changes: Partial<Record<keyof Receipt, unknown>>[] = [
    { envelope: `${good.envelope} ` },
    { index: 4 },
    { index: 11 },
    { proof: rest },
    { proof: [first, first, ...rest] },
    { proof: [...rest, first] },
    { proof: [`${first.slice(0, -1)}`, ...rest] },
    { proof: ['', ...rest] },
    { checkpoint: good.checkpoint.replace('\n11\n', '\n12\n') },
    { checkpoint: receiptOf(5, 'sm3', log).checkpoint },
  ]
  for (const change of changes) {
    expect(reasonOf({ ...good, ...change }), JSON.stringify(change)).not.toBe('ok')
  }
  expect(reasonOf({ ...good, envelope: `${good.envelope} ` })).toContain('第 5 号条目')
})

test('a receipt of one log with the checkpoint of another is of neither', () => {
  const other = generateSigner('另一日志', 'ed25519')
  const receipt = { ...receiptOf(2, 'sha256', other), origin: '示例日志' }
  const outcome = verifyReceipt(receipt, [log.verifier, other.verifier])
  expect(outcome.ok ? '' : outcome.reason.zh).toContain('却属于“另一日志”')
})

test('what is no receipt is told so', () => {
  const good = receiptOf(1, 'sha256', log)
  const { proof, ...without } = good
  for (const one of [
    null,
    7,
    'x',
    [],
    {},
    without,
    { ...good, proof: 'x' },
    { ...good, proof: [1] },
    { ...good, proof: Array(54).fill(proof[0]) },
    { ...good, index: '1' },
    { ...good, index: 1.5 },
    { ...good, envelope: null },
  ]) {
    expect(reasonOf(one)).toContain('这不是完整的回执')
  }
})

test('half a surrogate pair does not pass for the character it is hashed as', () => {
  const leaves = [leafHash('sha256', Buffer.from('\ufffd'))]
  const { root } = append(emptyFrontier('sha256'), leaves)
  const checkpoint = { origin: '示例日志', size: 1, root, hash: 'sha256', extensions: [] } as const
  const note = signCheckpoint(checkpoint, [log])
  const receipt = { origin: '示例日志', index: 0, proof: [], checkpoint: note }
  expect(reasonOf({ ...receipt, envelope: '\ufffd' })).toBe('ok')
  expect(reasonOf({ ...receipt, envelope: '\ud800' })).not.toBe('ok')
})
