export {
  canonicalDocument,
  type DocumentAccess,
  type DocumentFault,
  type MachineDocument,
  parseDocument,
} from "./core/machine/machineDocument.ts"

// Written by `npm run generate` from here on.

export { InvalidSshKeyError } from "./core/access/sshKey.ts"
export { InvalidInputError } from "./core/codec.ts"
export { InvalidDocumentError } from "./core/machine/machineDocument.ts"
