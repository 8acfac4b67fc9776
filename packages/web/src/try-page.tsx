/** Starts 测一测 in the place that its page leaves for it. */
import type { Lang } from '@huoshui/values'
import { StrictMode, useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { fetchCorpus, type Loaded } from './corpus.ts'
import { SessionContext } from './session.ts'
import { App } from './try/App.tsx'
import { pageLang, words } from './words.ts'

type Stage = { readonly at: 'loading' } | { readonly at: 'failed' } | { readonly corpus: Loaded }

function Start({ lang }: { readonly lang: Lang }) {
  const w = words[lang]
  const [stage, setStage] = useState<Stage>({ at: 'loading' })
  const [attempt, setAttempt] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt fetches again
  useEffect(() => {
    let stopped = false
    fetchCorpus().then(
      (corpus) => stopped || setStage({ corpus }),
      () => stopped || setStage({ at: 'failed' }),
    )
    return () => {
      stopped = true
    }
  }, [attempt])
  if ('corpus' in stage) {
    return (
      <SessionContext value={{ lang, corpus: stage.corpus }}>
        <App />
      </SessionContext>
    )
  }
  if (stage.at === 'loading') {
    return (
      <p className="loading" role="status">
        {w.loading}
      </p>
    )
  }
  const retry = () => {
    setStage({ at: 'loading' })
    setAttempt((n) => n + 1)
  }
  return (
    <div className="nothing" role="alert">
      <h2>{w.failed}</h2>
      <p>{w.failedHint}</p>
      <button type="button" className="action" onClick={retry}>
        {w.retry}
      </button>
    </div>
  )
}

const place = document.getElementById('try')
if (place) {
  createRoot(place).render(
    <StrictMode>
      <Start lang={pageLang()} />
    </StrictMode>,
  )
}
