import { expect, test } from 'vitest'
import { type Checkpoint, openCheckpoint, readCheckpoint, signCheckpoint } from './checkpoint.ts'
import { hashBytes } from './hash.ts'
import { generateSigner } from './keys.ts'
import { signNote } from './note.ts'

const log = generateSigner('示例日志/一', 'ed25519')
const national = generateSigner('示例日志/一', 'sm2')
const witness = generateSigner('见证方', 'ed25519')
const root = hashBytes('sha256', Buffer.from('根'))
const checkpoint: Checkpoint = {
  origin: '示例日志/一',
  size: 20_852_163,
  root,
  hash: 'sha256',
  extensions: [],
}

test('the example of the specification reads', () => {
  const note =
    'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n'
  expect(readCheckpoint(note)).toMatchObject({
    ok: true,
    value: { origin: 'example.com/behind-the-sofa', size: 20852163, hash: 'sha256' },
  })
  // Whose key that is nobody said, so it can be read but not trusted.
  expect(openCheckpoint(note, [log.verifier]).ok).toBe(false)
})

test('a checkpoint is three lines, and a fourth when its hash is SM3', () => {
  const note = signCheckpoint(checkpoint, [log])
  expect(note.split('\n\n')[0]).toBe(
    `示例日志/一\n20852163\n${Buffer.from(root).toString('base64')}`,
  )
  const sm3 = { ...checkpoint, hash: 'sm3', extensions: ['note 二'] } as const
  const signed = signCheckpoint(sm3, [national])
  expect(signed.split('\n').slice(3, 5)).toEqual(['hash sm3', 'note 二'])
  const opened = openCheckpoint(signed, [national.verifier])
  expect(opened).toMatchObject({ ok: true, value: { signedBy: [national.verifier] } })
  expect(opened.ok && opened.value.checkpoint).toEqual({ ...sm3, root: Buffer.from(root) })
})

test('both keys of a log may sign, and a witness beside them', () => {
  const note = signCheckpoint(checkpoint, [log, national, witness])
  for (const verifiers of [[log.verifier], [national.verifier, witness.verifier]]) {
    expect(openCheckpoint(note, verifiers).ok).toBe(true)
  }
})

test('a key trusted for another log does not speak for this one', () => {
  const note = signCheckpoint(checkpoint, [log, witness])
  const opened = openCheckpoint(note, [witness.verifier])
  expect(opened.ok ? '' : opened.reason.zh).toContain('没有这份日志自己的签名')
  expect(() => signCheckpoint(checkpoint, [witness])).toThrow(/key of that name/)
})

test('an empty log has a checkpoint', () => {
  const note = signCheckpoint({ ...checkpoint, size: 0 }, [log])
  expect(openCheckpoint(note, [log.verifier])).toMatchObject({
    ok: true,
    value: { checkpoint: { size: 0 } },
  })
})

test('what is signed but is no checkpoint is refused, with the reason', () => {
  const encoded = Buffer.from(root).toString('base64')
  const head = `示例日志/一\n5\n${encoded}\n`
  const texts = [
    '示例日志/一\n5\n',
    `示例日志/一\n05\n${encoded}\n`,
    `示例日志/一\n-5\n${encoded}\n`,
    `示例日志/一\n5.0\n${encoded}\n`,
    `示例日志/一\n99999999999999999\n${encoded}\n`,
    `示例日志/一\n5\n${encoded.slice(4)}\n`,
    `示例日志/一\n5\n${encoded.replace('=', '')}\n`,
    `${head}\nx\n`,
    `${head}hash md5\n`,
    `${head}hash sm3\nhash sha256\n`,
  ]
  for (const text of texts) {
    const opened = openCheckpoint(signNote(text, [log]), [log.verifier])
    expect(opened.ok, text).toBe(false)
  }
  const opened = openCheckpoint(signNote(`${head}hash md5\n`, [log]), [log.verifier])
  expect(opened.ok ? '' : opened.reason.zh).toContain('散列算法不认识：md5')
  expect(openCheckpoint(signNote(head, [log]), [log.verifier]).ok).toBe(true)
})

test('what would not read back is not signed', () => {
  const wrong = { ...checkpoint, extensions: [''] }
  expect(() => signCheckpoint(wrong, [log])).toThrow(/reads back/)
  expect(() => signCheckpoint({ ...checkpoint, size: 1.5 }, [log])).toThrow(/reads back/)
  expect(() => signCheckpoint({ ...checkpoint, root: new Uint8Array(3) }, [log])).toThrow()
})
