import { type FileProblem, type FirmRecord, type FirmsRead, readFirms } from '@huoshui/policy'
import { useId, useState } from 'react'
import { useSession } from '../session.ts'

interface Props {
  readonly onFirms: (firms: readonly FirmRecord[]) => void
}

/** A firm's facts, or many firms', from a file or pasted text; read in the browser. */
export function FileDoor({ onFirms }: Props) {
  const { corpus, w } = useSession()
  const id = useId()
  const [read, setRead] = useState<FirmsRead | null>(null)
  const [pasted, setPasted] = useState('')
  const [fault, setFault] = useState('')
  const take = (bytes: Uint8Array, name: string) => {
    const found = readFirms(bytes, name, corpus)
    setFault('')
    setRead(found)
    if (found.firms.length > 0) onFirms(found.firms)
  }
  const choose = async (file: File | undefined) => {
    if (file) take(new Uint8Array(await file.arrayBuffer()), file.name)
  }
  const paste = () => {
    if (pasted.trim() === '') setFault(w.fileEmpty)
    else take(new TextEncoder().encode(pasted), /^\s*[[{]/.test(pasted) ? 'a.json' : 'a.csv')
  }
  return (
    <details className="file-door">
      <summary>{w.file}</summary>
      <p className="quiet" id={`${id}-hint`}>
        {w.fileHint}
      </p>
      <p className="field">
        <label htmlFor={`${id}-file`}>{w.fileChoose}</label>
        <input
          id={`${id}-file`}
          type="file"
          accept=".csv,.json,text/csv,application/json"
          aria-describedby={`${id}-hint`}
          onChange={(event) => void choose(event.target.files?.[0])}
        />
      </p>
      <p className="field">
        <label htmlFor={`${id}-paste`}>{w.filePaste}</label>
        <textarea
          id={`${id}-paste`}
          rows={5}
          value={pasted}
          spellCheck={false}
          aria-describedby={fault === '' ? undefined : `${id}-fault`}
          onChange={(event) => setPasted(event.target.value)}
        />
      </p>
      {fault !== '' && (
        <p className="fault" role="alert" id={`${id}-fault`}>
          {fault}
        </p>
      )}
      <p>
        <button type="button" className="choice strong" onClick={paste}>
          {w.fileRead}
        </button>
      </p>
      {read && <ReadReport read={read} />}
    </details>
  )
}

function ReadReport({ read }: { readonly read: FirmsRead }) {
  const { w } = useSession()
  const bad = read.problems.filter((one) => one.severity === 'error').length
  const warned = read.problems.length - bad
  return (
    <div className="read-report">
      <p role="status">
        <b>{w.fileGood(read.firms.length)}</b>
        {bad > 0 && <span className="bad"> · {w.fileBad(bad)}</span>}
        {warned > 0 && <span> · {w.fileWarn(warned)}</span>}
      </p>
      {read.problems.length > 0 && <ProblemList problems={read.problems} />}
    </div>
  )
}

function ProblemList({ problems }: { readonly problems: readonly FileProblem[] }) {
  const { lang, w } = useSession()
  return (
    <>
      <h3>{w.fileProblems}</h3>
      <ul className="problems">
        {problems.map((one) => (
          <li key={`${one.row} ${one.column} ${one.message.zh}`}>
            <p className="problem-place">
              {one.row !== null && <span>{w.rowNumber(one.row)}</span>}
              {one.column !== null && <span>{one.column}</span>}
              <b className={`severity-${one.severity}`}>{w.severity[one.severity]}</b>
            </p>
            <p>{one.message[lang]}</p>
            {one.remedy[lang] !== '' && <p className="todo">{one.remedy[lang]}</p>}
          </li>
        ))}
      </ul>
    </>
  )
}
