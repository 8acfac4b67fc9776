/** A receiver of webhooks that answers as it is told to, one answer a request. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A status; `hang` never answers; `drop` hangs up; `redirect` points to itself. */
export type Reply = number | 'hang' | 'drop' | 'redirect'

export interface Received {
  readonly method: string
  readonly path: string
  readonly headers: { readonly [name: string]: string | string[] | undefined }
  readonly body: string
}

export interface Receiver {
  readonly url: string
  readonly received: readonly Received[]
  /** What is answered next; when there is none left, 200. */
  readonly replies: Reply[]
  close(): Promise<void>
}

export async function receiver(...replies: Reply[]): Promise<Receiver> {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { method = '', url: path = '', headers } = request
    received.push({ method, path, headers, body: Buffer.concat(chunks).toString('utf8') })
    const reply = replies.shift() ?? 200
    if (reply === 'hang') return
    if (reply === 'drop') return void request.socket.destroy()
    if (reply === 'redirect') response.writeHead(307, { location: '/elsewhere' }).end()
    else response.writeHead(reply).end('an answer that nobody keeps')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    replies,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
