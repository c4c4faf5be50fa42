// A signed offer as JSON: integers are decimal strings, and the machine's document may be included.
import { readFile } from "node:fs/promises"
import type { Offer } from "@gpuflow/escrow"
import { type Address, getAddress, type Hex, isAddress, isHex } from "viem"
import { z } from "zod"
import { UsageError } from "../errors.ts"
import { machineSchema } from "../machine/document.ts"
import { isHttpUrl } from "../text/httpUrl.ts"
import { describeFaults } from "../text/schemaFaults.ts"

const address = z
  .string()
  .refine((text) => isAddress(text), "expected 0x and 40 hexadecimal digits")
  .transform((text): Address => getAddress(text))
const uint = (bits: bigint) =>
  z
    .string()
    .regex(/^\d{1,78}$/, "expected a whole number in quotes")
    .transform((text) => BigInt(text))
    .refine((value) => value < 2n ** bits, `expected a number below 2^${bits}`)
const bytes = z.custom<Hex>((text) => isHex(text) && text.length % 2 === 0, "expected 0x and hexadecimal digits")
const bytes32 = z.custom<Hex>((text) => isHex(text) && text.length === 66, "expected 0x and 64 hexadecimal digits")

const offer = z.strictObject({
  host: address,
  payee: address,
  operator: address,
  renter: address,
  token: address,
  arbiter: address,
  pricePerHour: uint(96n),
  bond: uint(96n),
  minDuration: uint(32n),
  maxDuration: uint(32n),
  startWindow: uint(32n),
  challengeWindow: uint(32n),
  nonce: uint(32n),
  epoch: uint(32n),
  expiry: uint(40n),
  maxFeeBps: uint(16n),
  rolling: z.boolean(),
  machine: bytes32,
  spec: bytes32,
}) satisfies z.ZodType<Offer>

const schema = z
  .strictObject({
    chainId: z.int().min(1),
    escrow: address,
    offer,
    hostSignature: bytes,
    document: machineSchema.optional(),
    // What `offer --json` adds was true when it was printed, so it is checked again instead of being believed.
    takeable: z.unknown().optional(),
    problems: z.unknown().optional(),
  })
  .transform(({ takeable, problems, ...signed }) => signed)

export type SignedOffer = z.output<typeof schema>

/** Milliseconds. */
const TIMEOUT = 20_000
const MAX_BYTES = 100_000

/** Reads an offer from a file, or from an http or https URL. */
export async function readOffer(source: string): Promise<SignedOffer> {
  const text = isHttpUrl(source) ? await download(source) : await readFile(source, "utf8").catch(() => undefined)
  if (text === undefined)
    throw new UsageError(`Cannot read an offer from ${source}. Check the path or URL.`, { source })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new UsageError(`${source} is not valid JSON. Ask the host for a new offer.`, { source })
  }
  const { success, data, error } = schema.safeParse(value)
  if (success) return data
  throw new UsageError(
    `${source} is not a valid signed offer. Ask the host for a new one.\n${describeFaults(error, value)}`,
    { source },
  )
}

async function download(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT) })
    if (!response.ok || !response.body) return undefined
    const chunks: Uint8Array[] = []
    let size = 0
    for await (const chunk of response.body) {
      size += chunk.length
      if (size > MAX_BYTES) return undefined
      chunks.push(chunk)
    }
    return Buffer.concat(chunks).toString("utf8")
  } catch {
    // The request or the body failed.
    return undefined
  }
}
