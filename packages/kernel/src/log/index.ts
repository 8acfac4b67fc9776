/**
 * The transparency log: a Merkle tree of entries (RFC 9162) in tiles (C2SP tlog-tiles), its signed
 * checkpoints (C2SP tlog-checkpoint), receipts, exports, and how anyone verifies them offline.
 * Nothing here knows where entries and tiles are kept.
 */
export { type CanonicalValue, canonicalJson } from './canonical.ts'
export {
  type Checkpoint,
  type OpenCheckpoint,
  openCheckpoint,
  readCheckpoint,
  signCheckpoint,
} from './checkpoint.ts'
export { matchesDigest, newSalt, saltedDigest, saltSize } from './digest.ts'
export { type ExportInput, exportLog } from './export.ts'
export { type Fault, faultsMax } from './faults.ts'
export { type FileSink, type FileSource, tilesIn, type Watch } from './files.ts'
export {
  type Appended,
  append,
  appendEntries,
  emptyFrontier,
  type Frontier,
  openFrontier,
  rootOf,
} from './frontier.ts'
export { emptyRoot, type HashName, hashBytes, hashSize, isHashName, leafHash } from './hash.ts'
export {
  formatSigner,
  formatVerifier,
  generateSigner,
  isKeyName,
  parseSigner,
  parseVerifier,
  type SignatureName,
  type Signer,
  type Verifier,
} from './keys.ts'
export {
  type ConsistencyClaim,
  consistencyProof,
  type InclusionClaim,
  inclusionProof,
  merkleRoot,
  verifyConsistency,
  verifyInclusion,
} from './merkle.ts'
export { type OpenNote, openNote, signNote } from './note.ts'
export type { Outcome } from './outcome.ts'
export { proveConsistency, proveInclusion, type StoredTree, storedRoot } from './prove.ts'
export { isReceipt, makeReceipt, type Receipt, verifyReceipt } from './receipt.ts'
export {
  bundlePath,
  entryLengthMax,
  entryProblem,
  packBundle,
  parseTilePath,
  type Tile,
  type TilePath,
  type TileSource,
  tilePath,
  tileWidth,
  unpackBundle,
  widthIn,
} from './tiles.ts'
export { type VerifyInput, type VerifyReport, verifyExport } from './verify.ts'
