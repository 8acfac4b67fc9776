/** The HTTP application, built but not listening. */
import helmet from '@fastify/helmet'
import fastifyStatic from '@fastify/static'
import type { Day, Lang } from '@huoshui/values'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Assets } from './assets.ts'
import type { Library } from './library.ts'
import { type Trouble, troublePage, troubleWords } from './pages/trouble.ts'
import { apiRoutes } from './routes/api.ts'
import { pageRoutes } from './routes/pages.ts'

export interface AppOptions {
  readonly library: Library
  /** What day it is in Beijing. */
  readonly today: () => Day
  readonly assets: Assets
  /** Told of every failure that a reader is shown as 500. */
  readonly onFailure?: (error: unknown, address: string) => void
}

const policyOfContent = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'"],
    connectSrc: ["'self'"],
    fontSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  },
}

function trouble(
  request: FastifyRequest,
  reply: FastifyReply,
  status: Trouble,
  assets: Assets,
): FastifyReply {
  const lang: Lang = /^\/en(?:[/?]|$)/.test(request.url) ? 'en' : 'zh'
  reply.code(status).header('cache-control', 'no-store')
  if (!/^\/api(?:[/?]|$)/.test(request.url)) {
    return reply.type('text/html; charset=utf-8').send(troublePage(status, lang, assets))
  }
  const { title, text } = troubleWords(status, lang)
  return reply
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify({ type: 'about:blank', title, status, detail: text }))
}

function statusOf(error: unknown): number {
  const status = (error as { statusCode?: unknown }).statusCode
  return typeof status === 'number' ? status : 500
}

/** Builds the application: reads nothing but the built assets, and listens to nothing. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { assets, onFailure } = options
  const app = Fastify({
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 300 },
    frameworkErrors: (_, request, reply) => {
      void trouble(request, reply as unknown as FastifyReply, 400, assets)
    },
  })
  await app.register(helmet, {
    contentSecurityPolicy: policyOfContent,
    // Whoever terminates TLS decides on this; here it would only bind localhost.
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'same-origin' },
  })
  if (assets.directory) {
    await app.register(fastifyStatic, {
      root: assets.directory,
      prefix: '/assets/',
      decorateReply: false,
      preCompressed: true,
      immutable: true,
      maxAge: '365d',
    })
  }
  app.setNotFoundHandler((request, reply) => trouble(request, reply, 404, assets))
  app.setErrorHandler((error, request, reply) => {
    const status = statusOf(error)
    if (status >= 500) onFailure?.(error, request.url)
    return trouble(request, reply, status >= 500 ? 500 : status === 404 ? 404 : 400, assets)
  })
  app.get('/healthz', (_, reply) => reply.header('cache-control', 'no-store').send({ ok: true }))
  pageRoutes(app, options)
  apiRoutes(app, options)
  return app
}
