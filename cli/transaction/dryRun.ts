// What `--dry-run` does: every transaction simulated, priced and shown, nothing signed or sent.

import { estimateRequest, isEscrowError, type Request, simulateRequest } from "@gpuflow/escrow"
import { type Address, formatEther } from "viem"
import { estimateFeesPerGas } from "viem/actions"
import { TIP_FLOOR } from "../chain/client.ts"
import type { Acting } from "../chain/context.ts"
import { facts, type Result } from "../terminal/output.ts"
import type { Step } from "./send.ts"

/** A step of a dry run; without a request, something to sign. */
type Rehearsing = Pick<Step, "sentence" | "signed"> & { readonly request?: Request | undefined }

/** What a step fails with while the one before it is still to come. */
const WAITING = ["InsufficientAllowance", "MachineBusy", "WrongNonce"]

/** The transactions as they would be sent, what they cost, and what would stop them. */
export async function rehearse(acting: Acting, steps: readonly Rehearsing[], more: object = {}): Promise<Result> {
  const maxFeePerGas = await highestFee(acting)
  const transactions: Rehearsed[] = []
  for (const [place, { sentence, request, signed }] of steps.entries()) {
    if (!request) continue
    const gas = await gasOf(acting, request, place > 0 || signed !== undefined)
    const { to, data, value } = request
    const price = gas === undefined ? {} : { gas, maxFeePerGas, maxCost: gas * maxFeePerGas }
    transactions.push({ sentence, from: acting.account.address, to, data, value, ...price })
  }
  const signatures = steps.flatMap(({ sentence, request }) => (request ? [] : [sentence]))
  return {
    json: { dryRun: true, ...more, signatures, transactions },
    text: ["Dry run: nothing is signed or sent.", ...signatures, ...transactions.map(describe)].join("\n\n"),
  }
}

async function highestFee({ client }: Acting): Promise<bigint> {
  const { maxFeePerGas, maxPriorityFeePerGas: tip } = await estimateFeesPerGas(client)
  return tip < TIP_FLOOR ? maxFeePerGas + TIP_FLOOR - tip : maxFeePerGas
}

type Rehearsed = {
  readonly sentence: string
  readonly from: Address
  readonly to: Address
  readonly data: string
  readonly value: bigint
  readonly gas?: bigint
  readonly maxFeePerGas?: bigint
  readonly maxCost?: bigint
}

/** Gas, if it can be known: what follows an approval, a permit or a settlement fails until that has happened. */
async function gasOf({ client, account }: Acting, request: Request, follows: boolean) {
  try {
    await simulateRequest(client, { request, account })
    return await estimateRequest(client, { request, account })
  } catch (error) {
    if (follows && isEscrowError(error) && WAITING.includes(error.code)) return undefined
    throw error
  }
}

function describe({ sentence, from, to, value, gas, maxCost, data }: Rehearsed): string {
  return facts([
    ["what", sentence],
    ["from", from],
    ["to", to],
    ["value", `${formatEther(value)} POL`],
    ["gas", gas === undefined ? "known once the step before is done" : String(gas)],
    ["at most", maxCost === undefined ? undefined : `${formatEther(maxCost)} POL`],
    ["data", data],
  ])
}
