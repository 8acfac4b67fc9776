/** The public pages, in Chinese at the root and in English under `/en`. */
import type { Lang } from '@huoshui/values'
import type { FastifyInstance } from 'fastify'
import type { AppOptions } from '../app.ts'
import { idOf, policyAt } from '../library.ts'
import { homePage } from '../pages/home.ts'
import { policyPage } from '../pages/policy.ts'
import { troublePage } from '../pages/trouble.ts'
import { tryPage } from '../pages/try.ts'
import { type Body, bodyOf, send } from './reply.ts'

const htmlType = 'text/html; charset=utf-8'

/** Pages change with the documents and with the day; each is made once for both. */
function pageCache(): (key: string, make: () => string) => Body {
  const bodies = new Map<string, Body>()
  return (key, make) => {
    const found = bodies.get(key)
    if (found) return found
    // A day's pages are few; when the day turns they are all made anew.
    if (bodies.size > 500) bodies.clear()
    const made = bodyOf(htmlType, make())
    bodies.set(key, made)
    return made
  }
}

/** Registers the pages of both languages. */
export function pageRoutes(app: FastifyInstance, options: AppOptions): void {
  const { library, today, assets } = options
  const cached = pageCache()
  for (const lang of ['zh', 'en'] as const satisfies readonly Lang[]) {
    const prefix = lang === 'zh' ? '' : '/en'
    app.get(prefix === '' ? '/' : prefix, (request, reply) => {
      const day = today()
      const body = cached(`${lang} ${day} home`, () => homePage(library, day, lang, assets))
      return send(request, reply, body)
    })
    app.get(`${prefix}/try`, (request, reply) =>
      send(
        request,
        reply,
        cached(`${lang} try`, () => tryPage(lang, assets)),
      ),
    )
    app.get<{ Params: { '*': string } }>(`${prefix}/policies/*`, (request, reply) => {
      const policy = policyAt(library, request.params['*'])
      const source = policy && library.sources.get(policy.file)
      if (!policy || !source) {
        return reply
          .code(404)
          .type(htmlType)
          .send(troublePage(404, lang, assets))
      }
      const day = today()
      const view = { library, policy, source, day, lang }
      const key = `${lang} ${day} ${idOf(policy)}`
      return send(
        request,
        reply,
        cached(key, () => policyPage(view, assets)),
      )
    })
  }
}
