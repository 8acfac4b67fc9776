/** Facts from CSV and XLSX: reading, sending back what can't be read, templates, conflicts. */
export { type Conflict, type ConflictingValue, importConflicts } from './conflicts.ts'
export type {
  FactsRead,
  GoodRow,
  ImportProblem,
  RejectedRow,
  RowPlace,
  SheetColumns,
  SubjectRef,
} from './facts-read.ts'
export type { ColumnRole, ImportColumn } from './header.ts'
export { type ImportedRow, toImportFile } from './import-file.ts'
export { defaultLimits, type ImportLimits } from './limits.ts'
export type { Pacing, Progress } from './pace.ts'
export { type FactsFile, readFactsFile } from './read-facts.ts'
export { problemLine, rejectedRowsFile, type SheetFormat } from './rejected.ts'
export { type TemplateOf, templateFile } from './template.ts'
export { importedFact } from './vocabulary.ts'
