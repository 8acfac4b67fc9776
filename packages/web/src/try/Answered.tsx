import { word } from '@huoshui/policy'
import {
  decimal,
  formatDay,
  moneyFromDecimal,
  parseDay,
  parseMoney,
  shortMoney,
} from '@huoshui/values'
import { useState } from 'react'
import { type Answers, dontKnow } from '../answers.ts'
import { type Asked, askedBy } from '../consult.ts'
import { useSession } from '../session.ts'
import type { Words } from '../words.ts'

/** An answer in the reader's language. */
function shown(asked: Asked, text: string, lang: 'zh' | 'en', w: Words): string {
  if (text === dontKnow) return w.dontKnow
  if (text === '无') return w.none
  const { fact, policy } = asked
  switch (fact.type.kind) {
    case 'boolean':
      return text === '是' ? w.yes : text === '否' ? w.no : text
    case 'money': {
      const plain = /^-?[0-9]+(?:\.[0-9]+)?$/.test(text)
      const money = plain ? moneyFromDecimal(decimal(text)) : parseMoney(text)
      return money === null ? text : shortMoney(money, lang)
    }
    case 'date': {
      const day = parseDay(text)
      return day ? formatDay(day, lang) : text
    }
    default:
      return word(policy, text, lang)
  }
}

interface Props {
  readonly answers: Answers
  readonly onChange: (key: string) => void
  readonly onClear: () => void
}

/** What has been answered, each with a way to change it. */
export function Answered({ answers, onChange, onClear }: Props) {
  const { lang, corpus, w } = useSession()
  const [sure, setSure] = useState(false)
  const rows = [...answers.given].flatMap(([key, text]) => {
    const asked = askedBy(corpus, key)
    return asked ? [{ key, text, asked, name: word(asked.policy, asked.fact.name, lang) }] : []
  })
  if (rows.length === 0) return null
  return (
    <section className="answered" aria-labelledby="answered">
      <h2 id="answered">{w.answered}</h2>
      <dl>
        {rows.map(({ key, text, asked, name }) => (
          <div key={key}>
            <dt>{name}</dt>
            <dd className={text === dontKnow ? 'open' : ''}>{shown(asked, text, lang, w)}</dd>
            <dd className="change">
              <button
                type="button"
                className="quiet-button"
                aria-label={w.changeOf(name)}
                onClick={() => onChange(key)}
              >
                {w.change}
              </button>
            </dd>
          </div>
        ))}
      </dl>
      <p>
        <button
          type="button"
          className="quiet-button"
          onClick={() => {
            if (sure) onClear()
            setSure(!sure)
          }}
          onBlur={() => setSure(false)}
        >
          {sure ? w.clearSure : w.clear}
        </button>
      </p>
    </section>
  )
}
