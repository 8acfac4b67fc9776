import { afterEach, describe, expect, it } from 'vitest'
import { type MailServer, type MailServerOptions, mailServer, readLetter } from '../../test/smtp.ts'
import { type MailOptions, mailTransport } from './mail.ts'
import type { MessageBody } from './sentences.ts'
import type { Transport } from './transport.ts'

const body = JSON.stringify({
  topic: 'reminder',
  number: '创新券-2024-000001',
  text: { zh: '“登记”还有 3 天。', en: '“register”: 3 days left.' },
} satisfies Partial<MessageBody>)

let server: MailServer | null = null
let mail: Transport | null = null

async function open(options: MailServerOptions = {}, more: Partial<MailOptions> = {}) {
  server = await mailServer(options)
  const { port } = server
  const from = 'noreply@huoshui.example.com'
  mail = mailTransport({ host: '127.0.0.1', port, tls: 'none', from, ...more })
  return server
}

afterEach(async () => {
  mail?.close()
  await server?.close()
})

const send = (id = 'm-1', address = 'firm@example.com') =>
  (mail as Transport).send({ id, address, body, secrets: [], at: 1_700_000_000_000 })

describe('mail', () => {
  it('is a plain letter, Chinese then English, with an id of its own', async () => {
    const { letters } = await open()
    expect(await send()).toEqual({ ok: true })
    const [letter] = letters
    expect(letter).toMatchObject({ from: 'noreply@huoshui.example.com', to: 'firm@example.com' })
    const { headers, text } = readLetter(letter?.data ?? '')
    expect(headers.get('message-id')).toBe('<m-1@huoshui.example.com>')
    expect(headers.get('subject')).toBe('提醒：创新券-2024-000001 Reminder: 创新券-2024-000001')
    expect(headers.get('date')).toBe('Tue, 14 Nov 2023 22:13:20 +0000')
    expect(headers.get('auto-submitted')).toBe('auto-generated')
    expect(headers.get('content-type')).toContain('text/plain')
    expect(text).toMatch(/^“登记”还有 3 天。\n\n“register”: 3 days left.\n\n-- \n编号 m-1/)
  })

  it('keeps its id when it is sent again', async () => {
    const { letters } = await open()
    await send()
    await send()
    const ids = letters.map(({ data }) => readLetter(data).headers.get('message-id'))
    expect(ids).toEqual(['<m-1@huoshui.example.com>', '<m-1@huoshui.example.com>'])
  })

  it('is given up when the recipient is refused, and tried again when it is put off', async () => {
    await open({ recipient: ['550 no firm@example.com here', '451 later'], accepted: ['250 ok'] })
    const refused = await send()
    expect(refused).toMatchObject({ ok: false, final: true })
    const later = await send()
    expect(later).toMatchObject({ ok: false, final: false })
    const said = JSON.stringify([refused, later])
    expect(said).toContain('550')
    expect(said).not.toContain('example.com')
  })

  it('sends nothing, and no password, when TLS is wanted and not there', async () => {
    const { letters, heard } = await open({}, { tls: 'starttls', user: 'u', password: 'word' })
    expect(await send()).toMatchObject({ ok: false, final: false })
    expect(letters).toEqual([])
    expect(heard.join()).not.toMatch(/AUTH|MAIL/)
  })

  it('signs in where the server asks for it', async () => {
    const { letters, heard } = await open(
      { extensions: ['AUTH PLAIN'] },
      { user: 'u', password: 'word' },
    )
    expect(await send()).toEqual({ ok: true })
    expect(letters).toHaveLength(1)
    const plain = Buffer.from('\0u\0word').toString('base64')
    expect(heard).toContain(`AUTH PLAIN ${plain}`)
  })

  it('does not wait for a server that says nothing, nor for one that is not there', async () => {
    await open({ silent: true }, { timeoutMs: 300 })
    expect(await send()).toMatchObject({ ok: false, final: false })
    await server?.close()
    expect(await send('m-2')).toMatchObject({ ok: false, final: false })
    server = null
  })

  it('has one recipient and one sender', async () => {
    const { heard } = await open()
    const two = await send('m-1', 'a@example.com, b@example.com')
    expect(two).toMatchObject({ ok: false, final: true })
    expect(heard).toEqual([])
    const from = 'a@example.com\r\nBcc: b@example.com'
    expect(() => mailTransport({ host: 'x', port: 1, tls: 'none', from })).toThrow(TypeError)
  })
})
