// What a host promises of a machine: a document with one canonical form, whose hash goes into the offer.
import { type Hash, keccak256, toHex } from "viem"
import { z } from "zod"

import { UsageError } from "../errors.ts"

const text = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine((value) => !/\p{C}/u.test(value), "characters that cannot be seen")
  .transform((value) => value.normalize("NFC"))
/** Whole numbers alone: they have one spelling. */
const count = z.int().min(1)

export const machineSchema = z.strictObject({
  version: z.literal(1),
  name: text.describe("the host's name of the machine: it stays when parts change"),
  gpu: z.strictObject({ model: text, count, memoryMiB: count, driver: text.optional() }),
  cpu: z.strictObject({ model: text, cores: count }).optional(),
  memoryMiB: count.optional(),
  disk: z.strictObject({ kind: z.enum(["nvme", "ssd", "hdd"]), GiB: count }).optional(),
  network: z.strictObject({ downMbps: count, upMbps: count }).optional(),
  location: text.optional().describe("a country, a city: as exact as the host likes"),
})

export type MachineDocument = z.output<typeof machineSchema>

export function toMachineDocument(value: unknown, where: string): MachineDocument {
  const { success, data, error } = machineSchema.safeParse(value)
  if (success) return data
  throw new UsageError(`${where} is no machine document:\n${z.prettifyError(error)}`)
}

/** Keys in order, no spaces: RFC 8785, which for whole numbers is no more than that. */
export function canonical(document: MachineDocument): string {
  return JSON.stringify(document, (_, value: unknown) => {
    if (typeof value !== "object" || value === null) return value
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}

/** What an offer says of the machine: which one it is, and what is promised of it now. */
export function hashesOf(document: MachineDocument): { readonly machine: Hash; readonly spec: Hash } {
  return { machine: keccak256(toHex(document.name)), spec: keccak256(toHex(canonical(document))) }
}
