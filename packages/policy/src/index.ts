/** Documents to policies, and policies to decisions, examples, procedures and pages. */
export { type Ask, type AvailableAct, type AvailableInput, availableActs } from './available.ts'
export { type BatchInput, type BatchResult, draw, drawCount, rank, stepBatch } from './batch.ts'
export {
  type AccountRef,
  accountKey,
  accountNameIn,
  type Balance,
  type Booked,
  type Booking,
  type Books,
  book,
  type ChangedAccount,
  emptyBalance,
  freeOf,
  isDeclared,
  outside,
  type Reservation,
  readAccountKey,
  type Transfer,
  used,
} from './books.ts'
export { readCalendar } from './calendar-file.ts'
export { anchorOf, formatCitation, parseCitation } from './cite.ts'
export { compilePolicy, digestOf } from './compile.ts'
export { type Corpus, compileCorpus, policyFinder } from './corpus.ts'
export {
  type Amount,
  amountIn,
  type Calculation,
  type Conclusion,
  type Decision,
  decide,
  decideIn,
  inForce,
  type MissingFact,
  versionOn,
} from './decide.ts'
export { type DmnExport, exportDmn } from './dmn/export.ts'
export { type DmnImport, type ImportedInput, importDmn } from './dmn/import.ts'
export { type Due, dueOf, type Performance } from './due.ts'
export { dueEntriesOf } from './due-entries.ts'
export { dueText } from './due-text.ts'
export { evaluation } from './evaluation.ts'
export { type ExampleFailure, runExamples } from './examples.ts'
export {
  type Column,
  columnFinder,
  type FindColumn,
  type FirmCorpus,
  type Readable,
} from './firm-columns.ts'
export {
  type FileProblem,
  type FirmRecord,
  type FirmsRead,
  readFactTexts,
  readFirms,
} from './firm-file.ts'
export type { Raw } from './firm-json.ts'
export { type Reading, readFactValue } from './firm-value.ts'
export type { Saying } from './firm-words.ts'
export { fits, writeAs } from './fits.ts'
export { formatPolicy } from './fmt.ts'
export { factKey, indexOf, interpretationsOf } from './lookup.ts'
export type * from './matter.ts'
export { type Mutant, type MutationRun, mutantsOf, mutatePolicy } from './mutate.ts'
export { type OpeningInput, type OpeningResult, openAccount } from './opening.ts'
export { type Lookup, overlay } from './overlay.ts'
export { factsAfter, factsOf, type Performed, type PerformResult, perform } from './perform.ts'
export { findingText, reasonLines, remedyText } from './phrases.ts'
export type * from './policy.ts'
export { accountKeysOf, ledgersOf } from './reach.ts'
export { fold, readDocument, type SourceFile } from './read.ts'
export { type Finding, type Reason, reasonsOf } from './reason.ts'
export {
  mattersAs,
  type PaidRecord,
  paidAs,
  paidBy,
  type RecordFacts,
  recordsAs,
} from './records.ts'
export { type Refusal, type RefusalCode, refusalTexts, refuse } from './refusal.ts'
export { type OutlineEntry, outlineOf, type RenderOptions, renderPolicy } from './render.ts'
export { type AmountLook, amountLook } from './render-amount.ts'
export { type Clauses, clauseOf, clausesOf, sourceNames } from './render-cite.ts'
export { formulaText } from './render-english.ts'
export { type StateLook, stateLooks } from './render-state.ts'
export { evidenceWord } from './render-table.ts'
export {
  type ActRecord,
  type Reversal,
  type ReversalInput,
  type ReverseResult,
  reverse,
} from './reversal.ts'
export type { Evaluation, Facts, PolicyOf, World } from './runs.ts'
export {
  callOn,
  factsFor,
  type Known,
  type MeasureResult,
  type Question,
  questionKey,
  questionsFor,
  type Screening,
  screen,
  screenPolicy,
} from './screen.ts'
export { step } from './step.ts'
export {
  type HandedOver,
  type TakenOver,
  type TakeOverInput,
  type TakeOverResult,
  takeOver,
} from './take-over.ts'
export { type NewPolicy, newPolicy, type TemplateName, templateNames } from './template.ts'
export { spell, valueToJson, word } from './words.ts'
