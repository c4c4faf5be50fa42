// Offers travel as JSON: whole numbers as decimal strings, and with the machine's document, if the host gives it.
import { readFile } from "node:fs/promises"
import type { Offer } from "@gpuflow/escrow"
import { type Address, getAddress, type Hex, isAddress, isHex } from "viem"
import { z } from "zod"
import { UsageError } from "../errors.ts"
import { machineSchema } from "../machine/document.ts"

const address = z
  .string()
  .refine((text) => isAddress(text), "no address")
  .transform((text): Address => getAddress(text))
const whole = z
  .string()
  .regex(/^\d{1,78}$/, "no decimal number")
  .transform((text) => BigInt(text))
const hex = z.custom<Hex>((text) => isHex(text) && text.length % 2 === 0, "no hexadecimal bytes")
const word = z.custom<Hex>((text) => isHex(text) && text.length === 66, "not 32 bytes")

const offer = z.strictObject({
  host: address,
  payee: address,
  operator: address,
  renter: address,
  token: address,
  arbiter: address,
  pricePerHour: whole,
  bond: whole,
  minDuration: whole,
  maxDuration: whole,
  startWindow: whole,
  challengeWindow: whole,
  nonce: whole,
  epoch: whole,
  expiry: whole,
  maxFeeBps: whole,
  rolling: z.boolean(),
  machine: word,
  spec: word,
}) satisfies z.ZodType<Offer>

const schema = z.strictObject({
  chainId: z.int().min(1),
  escrow: address,
  offer,
  hostSignature: hex,
  document: machineSchema.optional(),
})

export type SignedOffer = z.output<typeof schema>

const PATIENCE = 20_000
const LARGEST = 100_000

/** From a file, or from an http or https address. */
export async function readOffer(source: string): Promise<SignedOffer> {
  const text = /^https?:\/\//.test(source)
    ? await download(source)
    : await readFile(source, "utf8").catch(() => undefined)
  if (text === undefined) throw new UsageError(`There is no offer at ${source}.`, { source })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new UsageError(`What is at ${source} is no JSON.`, { source })
  }
  const { success, data, error } = schema.safeParse(value)
  if (!success) throw new UsageError(`What is at ${source} is no signed offer:\n${z.prettifyError(error)}`, { source })
  return data
}

async function download(url: string): Promise<string | undefined> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(PATIENCE) })
    if (!answer.ok || !answer.body) return undefined
    const parts: Uint8Array[] = []
    let size = 0
    for await (const part of answer.body) {
      size += part.length
      if (size > LARGEST) return undefined
      parts.push(part)
    }
    return Buffer.concat(parts).toString("utf8")
  } catch {
    // It may also stop in the middle.
    return undefined
  }
}
