import { anchorOf, type Citation, clauseOf, formatCitation, type Policy } from '@huoshui/policy'
import { useId, useState } from 'react'
import { textsOf, useSession } from '../session.ts'
import { inLang } from '../words.ts'

/** A citation that shows the restated clause when pointed at or focused, and leads to it. */
export function Cite(props: { readonly policy: Policy; readonly citation: Citation }) {
  const { policy, citation } = props
  const { lang, corpus } = useSession()
  const id = useId()
  const [closed, setClosed] = useState(false)
  const [leftwards, setLeftwards] = useState(false)
  const open = (link: Element) => {
    setClosed(false)
    setLeftwards(link.getBoundingClientRect().left > innerWidth * 0.6)
  }
  const texts = textsOf(corpus, policy)
  const text = formatCitation(citation, lang, lang === 'en' ? texts.sourceNames : {})
  const clause = clauseOf(texts.clauses[lang], citation)
  if (clause === '') return <span className="cite">{text}</span>
  const file = policy.file.replace(/\.md$/, '')
  const href = inLang(lang, `/policies/${file}#${encodeURIComponent(anchorOf(citation))}`)
  return (
    <span className={`cite-wrap${closed ? ' closed' : ''}${leftwards ? ' leftwards' : ''}`}>
      <a
        className="cite"
        href={href}
        aria-describedby={id}
        onFocus={(event) => open(event.currentTarget)}
        onMouseEnter={(event) => open(event.currentTarget)}
        onKeyDown={(event) => event.key === 'Escape' && setClosed(true)}
      >
        {text}
      </a>
      <span role="tooltip" id={id} className="clause">
        {clause}
      </span>
    </span>
  )
}
