// What the page shares with the command line: the file of a Safe's transaction, and the hash that its owners sign. Pure.
export { batchText, escrowBatch, rulingNote } from "./escrowBatch.ts"
export { safeHashes } from "./safeHash.ts"
