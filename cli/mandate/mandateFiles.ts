// Signed mandates in files, as the keeper reads them.
import { mkdir, readdir, stat } from "node:fs/promises"
import { join } from "node:path"

import { isEscrowError } from "@gpuflow/escrow"
import { parseMandate, type SignedMandate, serializeMandate } from "@gpuflow/escrow/mandate"
import type { Address } from "viem"

import type { Context } from "../chain/context.ts"
import { UsageError } from "../errors.ts"
import { isMissing, type OutputFile, openOutput, readTextFile } from "../files.ts"

/** A file, and the mandate in it or what is wrong with it. */
export type MandateFile =
  | { readonly file: string; readonly signed: SignedMandate }
  | { readonly file: string; readonly fault: string }

/** Reads one file, or all `.json` files of a folder. */
export async function readMandates(path: string): Promise<MandateFile[]> {
  const names = await namesIn(path)
  if (!names) return [{ file: path, signed: await readMandate(path) }]
  return Promise.all(
    names.map(async (name): Promise<MandateFile> => {
      const file = join(path, name)
      try {
        return { file, signed: parse(file, await readTextFile(file, { isRegular: true })) }
      } catch (error) {
        if (error instanceof UsageError) return { file, fault: error.message }
        throw error
      }
    }),
  )
}

/** The `.json` files of a folder, or nothing if the path is not a folder. */
async function namesIn(path: string): Promise<string[] | undefined> {
  try {
    if (!(await stat(path)).isDirectory()) return undefined
    return (await readdir(path)).filter((name) => name.endsWith(".json")).sort()
  } catch (cause) {
    if (isMissing(cause)) {
      throw new UsageError(`File or folder not found: ${path}. Check the path.`, { path }, { cause })
    }
    throw new UsageError(`Cannot read ${path}. Check the path and its permissions.`, { path }, { cause })
  }
}

/** Reads the mandate in a file. */
export async function readMandate(path: string): Promise<SignedMandate> {
  return parse(path, await readTextFile(path))
}

function parse(path: string, { text }: { readonly text: string }): SignedMandate {
  try {
    return parseMandate(text)
  } catch (error) {
    if (!isEscrowError(error) || error.code !== "MandateUnreadable") throw error
    const faults = error.args.faults.map(({ field, problem }) => `- ${field || "The file"} ${problem}.`)
    throw new UsageError(
      `${path} is not a signed mandate. Sign a new one.\n${faults.join("\n")}`,
      { path },
      { cause: error },
    )
  }
}

/** Why a mandate does not belong to the chain and the contracts that the command uses, if it does not. */
export function foreignReason(
  { client, escrow }: Pick<Context, "client" | "escrow">,
  contract: Address | undefined,
  signed: SignedMandate,
): string | undefined {
  const { chainId, mandateContract } = signed
  if (chainId !== client.chain.id) return `The mandate is for chain ${chainId}. Pass --chain ${chainId}.`
  if (signed.escrow.toLowerCase() !== escrow.toLowerCase()) {
    return `The mandate is for another escrow, ${signed.escrow}. Pass it with --escrow.`
  }
  if (contract !== undefined && contract.toLowerCase() !== mandateContract.toLowerCase()) {
    return `The mandate is for another mandate contract, ${mandateContract}. Pass it with --mandate-contract.`
  }
  return undefined
}

export function requireOwnMandate(
  context: Pick<Context, "client" | "escrow">,
  contract: Address | undefined,
  signed: SignedMandate,
): void {
  const reason = foreignReason(context, contract, signed)
  if (reason) throw new UsageError(reason)
}

/** Eight bytes of the rental's id, which tell all rentals of a folder apart. */
const NAME_LENGTH = 18

/** The file of a mandate in a folder, which is made if it is missing. Fails now if it cannot be written later. */
export async function openMandateFile(
  folder: string,
  rentalId: string,
): Promise<{ readonly path: string; readonly output: OutputFile }> {
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw new UsageError(`Cannot make the folder ${folder}. Pass another one.`, { path: folder }, { cause: error })
  })
  const path = join(folder, `${rentalId.slice(0, NAME_LENGTH)}.json`)
  return { path, output: await openOutput(path) }
}

/** The text of a mandate's file. */
export const mandateText = (signed: SignedMandate): string => `${serializeMandate(signed, { indent: 2 })}\n`
