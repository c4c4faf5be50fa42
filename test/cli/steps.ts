// What several files play before their own part.
import { readFile } from "node:fs/promises"
import { join } from "node:path"

import type { Hash } from "viem"

import { as, send, type TestWorld } from "../support/commandLine.ts"

/** A machine document and an offer of it in a folder; what is said of the offer comes on top. */
export async function offered(world: TestWorld, folder: string, ...terms: string[]): Promise<string> {
  const [document, offer] = [join(folder, "machine.json"), join(folder, "offer.json")]
  await as(world, undefined, [
    "machine",
    "--name",
    "rack 3, unit 2",
    "--gpu",
    "A100",
    "--count",
    "1",
    "--gpu-memory",
    "81920",
    "--to",
    document,
  ])
  const asked = [
    "offer",
    "--document",
    document,
    "--price",
    "1.50 USDC",
    "--max-duration",
    "30d",
    "--to",
    offer,
    ...terms,
  ]
  const told = await as(world, "host", asked)
  if (told.code !== 0) throw new Error(told.err)
  return offer
}

/** A rental of that offer for an hour, by the renter. */
export async function rented(world: TestWorld, folder: string, ...terms: string[]): Promise<Hash> {
  const offer = await offered(world, folder, ...terms)
  const told = await send(world, "renter", "rent", offer, "--for", "1h", "--accept", "commitment,challengeWindow")
  return hashOf(told["id"])
}

export function hashOf(value: unknown): Hash {
  const text = String(value)
  if (!/^0x[\da-f]{64}$/.test(text)) throw new Error(`not a hash: ${text}`)
  return `0x${text.slice(2)}`
}

export async function readText(path: string): Promise<string> {
  return readFile(path, "utf8")
}
