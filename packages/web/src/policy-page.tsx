/** 以我的事实看本文: offers to mark the rows of a policy's tables by the answers kept here. */
import type { Lang } from '@huoshui/values'
import { lazy, Suspense, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { remembered } from './remembered.ts'
import { inLang, pageLang, words } from './words.ts'

// Deciding takes the whole interpreter; a reader who only reads never loads it.
const InPlace = lazy(() => import('./in-place.tsx'))

interface Props {
  readonly lang: Lang
  readonly slug: string
  readonly version: string
}

function Offer({ lang, slug, version }: Props) {
  const w = words[lang]
  const [on, setOn] = useState(false)
  if (!remembered()) {
    return (
      <p className="in-place quiet">
        {w.inPlaceNone} <a href={inLang(lang, '/try')}>{w.inPlaceGo}</a>
      </p>
    )
  }
  return (
    <div className="in-place">
      <button type="button" className="choice" aria-pressed={on} onClick={() => setOn(!on)}>
        {on ? w.inPlaceOff : w.inPlace}
      </button>
      {on && (
        <Suspense fallback={<p role="status">{w.inPlaceBusy}</p>}>
          <InPlace lang={lang} slug={slug} version={version} />
        </Suspense>
      )}
    </div>
  )
}

const place = document.getElementById('in-place')
if (place) {
  const { slug = '', version = '' } = place.dataset
  createRoot(place).render(<Offer lang={pageLang()} slug={slug} version={version} />)
}
