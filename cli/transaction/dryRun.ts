// `--dry-run`: every transaction is simulated, priced and shown. Nothing is signed or sent.

import { estimateFees } from "@gpuflow/escrow"
import { estimateRequest, type PreparedRequest } from "@gpuflow/escrow/requests"
import { type Address, formatEther } from "viem"
import type { AccountContext } from "../chain/context.ts"
import type { Result } from "../terminal/output.ts"
import { facts } from "../terminal/table.ts"
import { type SimulatedStep, simulateStep } from "./simulateStep.ts"

/** The transactions as they would be sent, with their cost. Fails if one of them would revert. */
export async function dryRunSteps(
  context: AccountContext,
  steps: readonly SimulatedStep[],
  more: object = {},
): Promise<Result> {
  const { maxFeePerGas } = await estimateFees(context.client)
  const transactions: SimulatedTransaction[] = []
  for (const [index, { sentence, request, isSigned }] of steps.entries()) {
    if (!request) continue
    const gas = await estimateGas(context, request, index > 0 || isSigned === true)
    const { to, data, value } = request
    const price = gas === undefined ? {} : { gas, maxFeePerGas, maxCost: gas * maxFeePerGas }
    transactions.push({ sentence, from: context.account.address, to, data, value, ...price })
  }
  const signatures = steps.flatMap(({ sentence, request }) => (request ? [] : [sentence]))
  return {
    json: { dryRun: true, ...more, signatures, transactions },
    text: ["Dry run. Nothing is signed or sent.", ...signatures, ...transactions.map(describe)].join("\n\n"),
    isData: true,
  }
}

type SimulatedTransaction = {
  readonly sentence: string
  readonly from: Address
  readonly to: Address
  readonly data: string
  readonly value: bigint
  readonly gas?: bigint
  readonly maxFeePerGas?: bigint
  readonly maxCost?: bigint
}

/** Undefined if the gas depends on a preceding approval, permit or settlement that is not simulated. */
async function estimateGas(context: AccountContext, request: PreparedRequest, isDependent: boolean) {
  const { client, account } = context
  if (!(await simulateStep(context, request, isDependent))) return undefined
  return estimateRequest(client, { request, account })
}

function describe({ sentence, from, to, value, gas, maxCost, data }: SimulatedTransaction): string {
  // Never wrapped: the data must stay in one piece, so that it can be copied.
  return facts(undefined, [
    ["action", sentence],
    ["from", from],
    ["to", to],
    ["value", `${formatEther(value)} POL`],
    ["gas", gas === undefined ? "not known before the preceding step is done" : String(gas)],
    ["max cost", maxCost === undefined ? undefined : `${formatEther(maxCost)} POL`],
    ["data", data],
  ])
}
