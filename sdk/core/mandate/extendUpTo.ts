import { NATIVE } from "../../generated/constants.ts"
import { NativeCoinError } from "../../generated/mandateErrors.ts"
import { isSameAddress } from "../address.ts"
import type { MandatedRental, MandateStep, PlannedMandate } from "../plan/mandated.ts"
import type { Wallet } from "../port.ts"
import { type BuildMandateParameters, buildMandate } from "./buildMandate.ts"
import { mandateTypedData } from "./mandate.ts"
import { ForeignRenterError, signMandate } from "./signMandate.ts"
import { summarizeMandate } from "./summarizeMandate.ts"

/** Parameters of `extendUpTo`: those of `buildMandate`, without the rental, which is the deposit's. */
export type ExtendUpToParameters = Omit<BuildMandateParameters, "escrow" | "rental" | "duration">

/**
 * Lets a deposit be followed by a mandate for its rental: pass what it returns as `mandate` to `planDeposit`, `runDeposit`
 * or `useRent`. The plan then pays for the first time, lets the mandate contract take at most the mandate's total, and
 * signs the mandate, with what it allows in words.
 *
 * @example
 * import { extendUpTo, serializeMandate } from "@gpuflow/escrow/mandate"
 * import { planDeposit, runDeposit } from "@gpuflow/escrow/plan"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const wanted: planDeposit.Parameters // the offer, the renter, and a duration of a day
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const mandate = extendUpTo({ mandateContract: "0x…", until: 7n * 86_400n })
 * const plan = await planDeposit(client, { ...wanted, mandate })
 * for (const { sentence } of plan.steps) console.log(sentence)
 * const result = await runDeposit(client, { plan, mandate })
 * if (result.mandate?.status === "signed")
 *   await fetch("/mandates", { method: "POST", body: serializeMandate(result.mandate.signed) })
 *
 * @param parameters The mandate contract, how long the rental may last in all, and the mandate's terms
 * @returns What `planDeposit` and `runDeposit` take as `mandate`
 */
export function extendUpTo(parameters: ExtendUpToParameters): PlannedMandate {
  const { mandateContract } = parameters
  return {
    address: mandateContract,
    plan: (wallet, rental) => planned(wallet, { ...parameters, ...rental }),
    sign: (wallet, { escrow, rental, duration, step: { mandate }, permit, options }) =>
      signMandate(wallet, { escrow, mandateContract, rental, duration, mandate, permit, ...options }),
  }
}

async function planned(wallet: Wallet, given: ExtendUpToParameters & MandatedRental): Promise<MandateStep> {
  const { escrow, mandateContract, rental, duration } = given
  const { account } = wallet
  if (isSameAddress(rental.offer.token, NATIVE)) throw new NativeCoinError({})
  if (!isSameAddress(account, rental.renter)) throw new ForeignRenterError({ account, renter: rental.renter })
  const [chainId, mandate] = await Promise.all([wallet.chainId(), buildMandate(wallet, given)])
  const contracts = { escrow, mandateContract }
  const { sentences, warnings } = await summarizeMandate(wallet, { ...contracts, mandate, rental, duration })
  return {
    kind: "mandate",
    sentence: `Sign the mandate. It costs no gas. ${sentences.join(" ")}`,
    mandateContract,
    mandate,
    typedData: mandateTypedData(wallet.codec, { mandateContract, chainId, mandate }),
    summary: sentences,
    warnings: warnings.map((sentence) => ({
      term: "mandate",
      sentence,
      value: mandate.step,
      expected: mandate.extendBefore,
    })),
  }
}
