// What a host promises about a machine: a document with a canonical form, whose hash is part of the offer.
import { type Hash, keccak256, toHex } from "viem"
import { z } from "zod"

import { UsageError } from "../errors.ts"
import { describeFaults, type FieldOptions } from "../text/schemaFaults.ts"

const text = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine((value) => !/\p{C}/u.test(value), "it contains invisible characters")
  .transform((value) => value.normalize("NFC"))
/** Only integers are allowed, because they have a single JSON form. */
const count = z.int().min(1)

export const machineSchema = z.strictObject({
  version: z.literal(1),
  /** The host's name for the machine. It identifies the machine, so it stays the same when parts change. */
  name: text,
  gpu: z.strictObject({ model: text, count, memoryMiB: count, driver: text.optional() }),
  cpu: z.strictObject({ model: text, cores: count }).optional(),
  memoryMiB: count.optional(),
  disk: z.strictObject({ kind: z.enum(["nvme", "ssd", "hdd"]), GiB: count }).optional(),
  network: z.strictObject({ downMbps: count, upMbps: count }).optional(),
  /** A country or a city, as precise as the host wants. */
  location: text.optional(),
})

export type MachineDocument = z.output<typeof machineSchema>

/** `options` are those that set a field, for the error about it. */
export function parseMachineDocument(value: unknown, source: string, options?: FieldOptions): MachineDocument {
  const { success, data, error } = machineSchema.safeParse(value)
  if (success) return data
  throw new UsageError(
    `${source} is not a valid machine document. Correct this:\n${describeFaults(error, value, options)}`,
  )
}

/** The document with sorted keys and without spaces, as in RFC 8785. For integers, no other rule applies. */
export function toCanonicalJson(document: MachineDocument): string {
  return JSON.stringify(document, (_, value: unknown) => {
    if (typeof value !== "object" || value === null) return value
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}

/** The machine's id, from its name. */
export function hashMachineName(name: string): Hash {
  return keccak256(toHex(name.trim().normalize("NFC")))
}

/** The two hashes of an offer: the machine's id, and what the host promises about it. */
export function hashDocument(document: MachineDocument): { readonly machine: Hash; readonly spec: Hash } {
  return { machine: hashMachineName(document.name), spec: keccak256(toHex(toCanonicalJson(document))) }
}
