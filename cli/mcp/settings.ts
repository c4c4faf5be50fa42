// What the owner of the account allows an agent: a JSON file that no tool can change.

import { getAddress, isAddress } from "viem"
import { z } from "zod"
import { UsageError } from "../errors.ts"
import { readJsonFile } from "../files.ts"
import { isHttpUrl } from "../text/httpUrl.ts"
import { riskyTerms } from "../text/parse.ts"

const address = z
  .string()
  .refine((text) => isAddress(text), "must be an address: 0x and 40 hexadecimal digits")
  .transform((text) => getAddress(text))

const amount = z.string().max(80)

/** The limits of one token, as amounts such as `"20"` or `"20 USDC"`. */
const tokenLimits = z.strictObject({
  /** The highest price per hour. */
  perHour: amount,
  /** The most that one rental may cost in all, extensions and stake included. */
  perRental: amount,
  /** The most in any 24 hours. */
  perDay: amount,
  /** The most in all, for as long as the ledger's file is kept. */
  total: amount,
})

const settingsSchema = z.strictObject({
  $schema: z.string().optional(),
  /** SQLite file of what was spent. */
  ledger: z.string().min(1),
  /** The tokens to pay with, by symbol or address. */
  tokens: z
    .record(z.string().min(1).max(60), tokenLimits)
    .refine((tokens) => Object.keys(tokens).length > 0, "must name at least one token"),
  /** The hosts to rent from. Default: any. */
  hosts: z.array(address).min(1).max(1_000).optional(),
  /** The boards to find offers on. Default: those of --server or GPUFLOW_SERVER. */
  boards: z.array(z.string().refine(isHttpUrl, "must be an http or https URL")).max(16).optional(),
  /** Risky terms of offers that are accepted. */
  accept: z.array(z.enum(riskyTerms)).default([]),
  /** Transactions and signed purchases in any 24 hours: each costs gas. */
  actionsPerDay: z.int().min(1).max(100_000).default(50),
  /**
   * Whether a person confirms each payment: `where-possible` asks if the client can ask, `required` refuses without one,
   * `never` leaves it to the limits.
   */
  confirmation: z.enum(["where-possible", "required", "never"]).default("where-possible"),
  /** Blocks to wait for, the transaction's own included. */
  confirmations: z.int().min(1).max(1_000).default(3),
  /** Folder of mandates that renters have signed, by which `extend` pays from the renter's account. */
  mandates: z.string().min(1).optional(),
  /** Public SSH key to ask for access with. */
  publicKeyFile: z.string().min(1).optional(),
  /** With a relayer, the account needs no POL. */
  relay: z
    .strictObject({ url: z.string().refine(isHttpUrl, "must be an http or https URL"), maxFee: amount })
    .optional(),
})

export type McpSettings = z.infer<typeof settingsSchema>

export async function readSettings(path: string): Promise<McpSettings> {
  const { success, data, error } = settingsSchema.safeParse(await readJsonFile(path))
  if (success) return data
  const faults = error.issues.map(({ path: field, message }) => `- ${field.join(".") || "The file"}: ${message}.`)
  throw new UsageError(`${path} is not a valid settings file. Correct this:\n${faults.join("\n")}`, { path })
}
