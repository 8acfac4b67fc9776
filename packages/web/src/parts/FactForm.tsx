import { typeName } from '@huoshui/feel'
import { type Fact, type Policy, word } from '@huoshui/policy'
import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { dontKnow } from '../answers.ts'
import { faultOf } from '../consult.ts'
import { useSession } from '../session.ts'
import { suggestionsFor } from '../suggest.ts'

interface Props {
  readonly name: string
  readonly policy: Policy
  /** null for a list of records, which only a file can bring. */
  readonly fact: Fact | null
  readonly before: string | undefined
  readonly onAnswer: (text: string) => void
  /** Ways to leave the question without an answer. */
  readonly children: ReactNode
}

/** A form for one fact, made from its type. The answer is a text that reads back as a value. */
export function FactForm(props: Props) {
  const { name, policy, fact, before, onAnswer, children } = props
  const { lang, corpus, w } = useSession()
  const [fault, setFault] = useState('')
  const faultId = useId()
  const answer = (text: string) => {
    const wrong = text.trim() === '' ? { zh: w.enter, en: w.enter } : faultOf(corpus, name, text)
    if (wrong) setFault(wrong[lang])
    else onAnswer(text.trim())
  }
  const field = { policy, fact, before, answer, faultId: fault === '' ? undefined : faultId }
  return (
    <div className={fault === '' ? 'fact-form' : 'fact-form faulty'}>
      {fault !== '' && (
        <p className="fault" id={faultId} role="alert">
          {fault}
        </p>
      )}
      {fact ? <Field {...field} fact={fact} /> : <p>{w.recordsOnly}</p>}
      <p className="choices">
        {fact?.nullable && (
          <Choice chosen={before === '无'} onChoose={() => onAnswer('无')}>
            {w.none}
          </Choice>
        )}
        <Choice chosen={before === dontKnow} onChoose={() => onAnswer(dontKnow)}>
          {w.dontKnow}
        </Choice>
        {children}
      </p>
    </div>
  )
}

interface FieldProps {
  readonly policy: Policy
  readonly fact: Fact
  readonly before: string | undefined
  readonly answer: (text: string) => void
  readonly faultId: string | undefined
}

function Choice(props: {
  readonly chosen: boolean
  readonly onChoose: () => void
  readonly children: ReactNode
  readonly strong?: boolean
}) {
  return (
    <button
      type="button"
      className={props.strong ? 'choice strong' : 'choice'}
      aria-pressed={props.chosen}
      onClick={props.onChoose}
    >
      {props.children}
    </button>
  )
}

function Field(props: FieldProps) {
  const { fact, policy } = props
  const { corpus } = useSession()
  switch (fact.type.kind) {
    case 'boolean':
      return <YesNo {...props} />
    case 'enum':
      return <Options {...props} options={fact.type.values} open={false} />
    case 'money':
      return <AmountField {...props} />
    case 'string': {
      const versions = corpus.policies.filter(
        (one) => fact.owner !== policy.meta.slug || one.meta.slug === policy.meta.slug,
      )
      const options = suggestionsFor(versions, fact.name)
      if (options.length > 0) return <Options {...props} options={options} open />
      return <TextField {...props} />
    }
    default:
      return <TextField {...props} />
  }
}

function YesNo({ before, answer }: FieldProps) {
  const { w } = useSession()
  return (
    <p className="choices yes-no">
      <Choice strong chosen={before === '是'} onChoose={() => answer('是')}>
        {w.yes}
      </Choice>
      <Choice strong chosen={before === '否'} onChoose={() => answer('否')}>
        {w.no}
      </Choice>
    </p>
  )
}

interface OptionsProps extends FieldProps {
  readonly options: readonly string[]
  /** Whether something else may be written. */
  readonly open: boolean
}

function Options({ policy, before, answer, options, open, fact, faultId }: OptionsProps) {
  const { lang, w } = useSession()
  const group = useId()
  const written = before !== undefined && before !== dontKnow && !options.includes(before)
  const [chosen, setChosen] = useState(written && before !== '无' ? '' : (before ?? null))
  const [other, setOther] = useState(written ? before : '')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    answer(chosen === '' ? other : (chosen ?? ''))
  }
  const option = (value: string, label: string) => (
    <label key={value} className="option">
      <input
        type="radio"
        name={group}
        checked={chosen === value}
        onChange={() => setChosen(value)}
      />
      <span>{label}</span>
    </label>
  )
  return (
    <form onSubmit={submit}>
      <fieldset aria-describedby={faultId}>
        <legend className="hidden">{word(policy, fact.name, lang)}</legend>
        {options.map((value) => option(value, word(policy, value, lang)))}
        {open && option('', w.other)}
      </fieldset>
      {open && chosen === '' && (
        <p className="field">
          <label htmlFor={`${group}-other`}>{w.otherLabel}</label>
          <input
            id={`${group}-other`}
            type="text"
            value={other}
            onChange={(event) => setOther(event.target.value)}
          />
        </p>
      )}
      <button type="submit" className="action">
        {w.next}
      </button>
    </form>
  )
}

const units = ['元', '万元', '亿元'] as const
const unitWords = { 元: 'yuan', 万元: '10,000 yuan', 亿元: '100 million yuan' } as const

function splitAmount(text: string | undefined): { figure: string; unit: (typeof units)[number] } {
  const match = /^(-?[0-9][0-9.,]*)\s*(元|万元|亿元)?$/.exec(text ?? '')
  if (!match) return { figure: '', unit: '万元' }
  return { figure: match[1] as string, unit: (match[2] as (typeof units)[number]) ?? '元' }
}

function AmountField({ policy, fact, before, answer, faultId }: FieldProps) {
  const { lang, w } = useSession()
  const id = useId()
  const start = splitAmount(before)
  const [figure, setFigure] = useState(start.figure)
  const [unit, setUnit] = useState<string>(start.unit)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    answer(figure.trim() === '' ? '' : `${figure.trim()}${unit}`)
  }
  return (
    <form onSubmit={submit} className="amount-field">
      <span className="joined">
        <label className="hidden" htmlFor={id}>
          {word(policy, fact.name, lang)}
        </label>
        <input
          id={id}
          type="text"
          inputMode="decimal"
          autoComplete="off"
          aria-describedby={faultId}
          value={figure}
          onChange={(event) => setFigure(event.target.value)}
        />
        <label className="hidden" htmlFor={`${id}-unit`}>
          {w.unit}
        </label>
        <select id={`${id}-unit`} value={unit} onChange={(event) => setUnit(event.target.value)}>
          {units.map((one) => (
            <option key={one} value={one}>
              {lang === 'zh' ? one : unitWords[one]}
            </option>
          ))}
        </select>
      </span>
      <button type="submit" className="action">
        {w.next}
      </button>
    </form>
  )
}

function TextField({ policy, fact, before, answer, faultId }: FieldProps) {
  const { lang, w } = useSession()
  const id = useId()
  const [text, setText] = useState(before === dontKnow || before === '无' ? '' : (before ?? ''))
  const { kind } = fact.type
  const submit = (event: FormEvent) => {
    event.preventDefault()
    answer(text)
  }
  return (
    <form onSubmit={submit}>
      <label className="hidden" htmlFor={id}>
        {`${word(policy, fact.name, lang)} (${typeName(fact.type, lang)})`}
      </label>
      <input
        id={id}
        type={kind === 'date' ? 'date' : 'text'}
        className={kind === 'number' ? 'short' : ''}
        inputMode={kind === 'number' ? 'decimal' : 'text'}
        autoComplete="off"
        aria-describedby={faultId}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit" className="action">
        {w.next}
      </button>
    </form>
  )
}
