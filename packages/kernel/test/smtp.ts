/** A mail server of a few commands, to hold a real conversation with. */
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'

export interface Letter {
  readonly from: string
  readonly to: string
  readonly data: string
}

export interface MailServer {
  readonly port: number
  readonly letters: readonly Letter[]
  /** Every line that a client said. */
  readonly heard: readonly string[]
  close(): Promise<void>
}

export interface MailServerOptions {
  /** What `RCPT TO` is answered; one a letter, the last one from then on. */
  readonly recipient?: readonly string[]
  /** What the end of a letter is answered. */
  readonly accepted?: readonly string[]
  /** Extensions that EHLO names. */
  readonly extensions?: readonly string[]
  /** Says nothing at all, so that the client has to give up by itself. */
  readonly silent?: boolean
}

export async function mailServer(options: MailServerOptions = {}): Promise<MailServer> {
  const letters: Letter[] = []
  const heard: string[] = []
  const sockets = new Set<Socket>()
  const next = (answers: readonly string[] | undefined, at: number) =>
    answers?.[Math.min(at, answers.length - 1)] ?? '250 ok'
  let [recipients, ends] = [0, 0]
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    if (options.silent) return
    const say = (text: string) => socket.write(`${text}\r\n`)
    let [pending, from, to, data] = ['', '', '', null as string[] | null]
    const hear = (line: string) => {
      heard.push(line)
      const command = line.slice(0, 4).toUpperCase()
      if (command === 'EHLO') {
        const names = ['mail.example.com', ...(options.extensions ?? [])]
        for (const name of names) say(`250${name === names.at(-1) ? ' ' : '-'}${name}`)
      } else if (command === 'MAIL') {
        from = /<(.*)>/.exec(line)?.[1] ?? ''
        say('250 ok')
      } else if (command === 'RCPT') {
        to = /<(.*)>/.exec(line)?.[1] ?? ''
        say(next(options.recipient, recipients++))
      } else if (command === 'DATA') {
        data = []
        say('354 go on')
      } else if (command === 'AUTH') say('235 ok')
      else if (command === 'QUIT') socket.end('221 bye\r\n')
      else if (command === 'RSET') say('250 ok')
      else say('502 what is that?')
    }
    const read = (line: string) => {
      if (data === null) hear(line)
      else if (line !== '.') data.push(line.startsWith('..') ? line.slice(1) : line)
      else {
        const answer = next(options.accepted, ends++)
        if (answer.startsWith('250')) letters.push({ from, to, data: data.join('\r\n') })
        data = null
        say(answer)
      }
    }
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (pending + chunk).split('\r\n')
      pending = lines.pop() ?? ''
      for (const line of lines) read(line)
    })
    say('220 mail.example.com')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    letters,
    heard,
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** A letter's headers, unfolded, and its text, decoded. */
export function readLetter(data: string): {
  readonly headers: ReadonlyMap<string, string>
  readonly text: string
} {
  const cut = data.indexOf('\r\n\r\n')
  const unfolded = data.slice(0, cut).replace(/\r\n[ \t]+/g, ' ')
  const headers = new Map(
    unfolded.split('\r\n').map((line): [string, string] => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), decodeWords(line.slice(colon + 1).trim())]
    }),
  )
  const body = data.slice(cut + 4)
  const encoding = headers.get('content-transfer-encoding')
  const bytes = encoding === 'base64' ? Buffer.from(body, 'base64') : quotedPrintable(body)
  return { headers, text: bytes.toString('utf8').replaceAll('\r\n', '\n') }
}

const quotedPrintable = (text: string): Buffer =>
  Buffer.from(
    text
      .replace(/=\r\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16))),
    'latin1',
  )

/** Encoded words (RFC 2047) of UTF-8, as far as our own headers have them. */
function decodeWords(text: string): string {
  const joined = text.replace(/\?=\s+=\?/g, '?==?')
  return joined.replace(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi, (_, kind: string, word: string) =>
    kind.toUpperCase() === 'B'
      ? Buffer.from(word, 'base64').toString('utf8')
      : quotedPrintable(word.replaceAll('_', ' ')).toString('utf8'),
  )
}
