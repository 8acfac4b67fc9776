import { describe, expect, test } from 'vitest'
import {
  formatSigner,
  formatVerifier,
  generateSigner,
  isKeyName,
  parseSigner,
  parseVerifier,
  type SignatureName,
  sign,
  signerOf,
  verifierOf,
  verifies,
} from './keys.ts'
import { toHex } from './outcome.ts'

const hex = (text: string): Uint8Array => Buffer.from(text, 'hex')
const algorithms: readonly SignatureName[] = ['ed25519', 'sm2']

describe('Ed25519: RFC 8032 §7.1', () => {
  test.each([
    [
      '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
      '',
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    ],
    [
      '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
      '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
      '72',
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    ],
    [
      'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
      'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
      'af82',
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
    ],
  ])('%s', (privateKey, publicKey, message, signature) => {
    const signer = signerOf('log', 'ed25519', hex(privateKey))
    expect(toHex(signer.verifier.publicKey)).toBe(publicKey)
    expect(toHex(sign(signer, hex(message)))).toBe(signature)
    expect(verifies(signer.verifier, hex(message), hex(signature))).toBe(true)
  })
})

describe('SM2: the example of GB/T 32918.5 with the user id 1234567812345678', () => {
  const privateKey = hex('3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8')
  const publicKey = hex(
    '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13',
  )
  const r = 'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3'
  const s = 'b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa'
  const message = Buffer.from('message digest')
  const verifier = verifierOf('log', 'sm2', publicKey)

  test('its public key and signature', () => {
    expect(toHex(signerOf('log', 'sm2', privateKey).verifier.publicKey)).toBe(toHex(publicKey))
    expect(verifies(verifier, message, hex(r + s))).toBe(true)
    expect(verifies(verifier, Buffer.from('message digesT'), hex(r + s))).toBe(false)
    expect(verifies(verifier, message, hex(s + r))).toBe(false)
  })

  test('r and s are between 1 and n - 1', () => {
    const n = 'fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123'
    const zero = '0'.repeat(64)
    for (const signature of [zero + s, r + zero, n + s, r + n, 'f'.repeat(64) + s]) {
      expect(verifies(verifier, message, hex(signature))).toBe(false)
    }
  })

  test('a public key is an uncompressed point of the curve', () => {
    const off = new Uint8Array(publicKey)
    off[64] = 0x14
    expect(() => verifierOf('log', 'sm2', off)).toThrow(/point of its curve/)
    const marked = new Uint8Array(publicKey)
    marked[0] = 0x05
    expect(() => verifierOf('log', 'sm2', marked)).toThrow(/point of its curve/)
    expect(() => verifierOf('log', 'sm2', publicKey.subarray(1))).toThrow(/65 bytes/)
  })
})

describe.each(algorithms)('%s', (algorithm) => {
  const signer = generateSigner('log.example.org/科技', algorithm)
  const message = Buffer.from('日志\n')

  test('what is signed verifies; with anything changed it does not', () => {
    const signature = sign(signer, message)
    expect(signature.length).toBe(64)
    expect(verifies(signer.verifier, message, signature)).toBe(true)
    for (const at of [0, 31, 32, 63]) {
      const changed = new Uint8Array(signature)
      changed[at] = (changed[at] as number) ^ 0x01
      expect(verifies(signer.verifier, message, changed)).toBe(false)
    }
    expect(verifies(signer.verifier, Buffer.from('日志'), signature)).toBe(false)
    expect(verifies(signer.verifier, message, signature.subarray(1))).toBe(false)
    const other = generateSigner('log.example.org/科技', algorithm).verifier
    expect(verifies(other, message, signature)).toBe(false)
  })

  test('keys come back from their text', () => {
    const verifier = parseVerifier(formatVerifier(signer.verifier))
    expect(verifier.ok && formatVerifier(verifier.value)).toBe(formatVerifier(signer.verifier))
    const again = parseSigner(formatSigner(signer))
    if (!again.ok) throw new Error(again.reason.en)
    expect(again.value.verifier.algorithm).toBe(algorithm)
    expect(verifies(signer.verifier, message, sign(again.value, message))).toBe(true)
  })

  test('a miscopied key is not a key, and its reason does not repeat it', () => {
    const text = formatSigner(signer)
    const at = text.length - 6
    const changed = text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1)
    const secret = text.slice(text.lastIndexOf('+') + 1)
    for (const one of [changed, text.slice(0, -4), `${text}\n`, text.slice(12)]) {
      const read = parseSigner(one)
      expect(read.ok).toBe(false)
      if (!read.ok) expect(read.reason.zh + read.reason.en).not.toContain(secret.slice(0, 20))
    }
    expect(parseVerifier(text).ok).toBe(false)
    expect(parseSigner(formatVerifier(signer.verifier)).ok).toBe(false)
  })
})

test('key ids and texts are those of the signed-note specification and its Go implementation', () => {
  const spec = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k'
  const verifier = parseVerifier(spec)
  expect(verifier).toMatchObject({ ok: true, value: { algorithm: 'ed25519', keyId: '530d903a' } })
  const text = 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz'
  const signer = parseSigner(text)
  if (!signer.ok) throw new Error(signer.reason.en)
  expect(formatSigner(signer.value)).toBe(text)
  expect(formatVerifier(signer.value.verifier)).toBe(
    'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  )
})

test('an algorithm nobody assigned is named as the problem', () => {
  const bytes = Buffer.concat([Uint8Array.of(2), new Uint8Array(32)]).toString('base64')
  const read = parseVerifier(`log+00000000+${bytes}`)
  expect(read.ok ? '' : read.reason.zh).toContain('算法不认识')
})

test('names without spaces, plus or control characters', () => {
  const names = ['log', '日志/北京', 'a b', 'a+b', '', 'a\u3000b', 'a\nb', 'a\u0000', '\ud800']
  expect(names.filter(isKeyName)).toEqual(['log', '日志/北京'])
  expect(() => generateSigner('a b', 'ed25519')).toThrow(/name of a key/)
  expect(() => signerOf('log', 'ed25519', new Uint8Array(31))).toThrow(/32 bytes/)
})
