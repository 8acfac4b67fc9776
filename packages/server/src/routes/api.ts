/** The policies as data. */
import type { FastifyInstance } from 'fastify'
import type { AppOptions } from '../app.ts'
import { idOf, policyAt } from '../library.ts'
import { corpusForBrowsers, toJson } from '../wire.ts'
import { type Body, bodyOf, send } from './reply.ts'

const json = 'application/json; charset=utf-8'
const markdown = 'text/markdown; charset=utf-8'

/** Registers `/api/policies`, one policy, and its source. */
export function apiRoutes(app: FastifyInstance, { library }: AppOptions): void {
  const made = new Map<string, Body>()
  const once = (key: string, type: string, make: () => string): Body => {
    const body = made.get(key) ?? bodyOf(type, make())
    made.set(key, body)
    return body
  }
  app.get('/api/policies', (request, reply) =>
    send(
      request,
      reply,
      once('all', json, () => corpusForBrowsers(library)),
    ),
  )
  app.get<{ Params: { '*': string } }>('/api/policies/*', (request, reply) => {
    const asked = request.params['*']
    const id = asked.replace(/\/source$/, '')
    const policy = policyAt(library, id)
    const source = policy && library.sources.get(policy.file)
    if (!policy || !source) return reply.callNotFound()
    if (id !== asked) {
      const body = once(`source ${policy.file}`, markdown, () => source.text)
      const name = encodeURIComponent(policy.file.split('/').at(-1) as string)
      reply.header('content-disposition', `inline; filename*=UTF-8''${name}`)
      return send(request, reply, body)
    }
    return send(
      request,
      reply,
      once(`policy ${idOf(policy)}`, json, () => toJson(policy)),
    )
  })
}
