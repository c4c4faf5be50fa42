// A rental's id says who and under which terms, not for how long: anyone may have paid for less time.
import { RentalExistsError } from "../../generated/revertErrors.ts"
import type { Hex, RentalState } from "../../types.ts"
import { EscrowError } from "../escrowError.ts"
import type { Chain } from "../port.ts"
import type { EscrowParameters } from "./escrowCall.ts"
import { getState } from "./getState.ts"
import { TransactionRevertedError } from "./send.ts"

/** The rental exists, and was paid for less time than is to be paid. Both durations are in seconds. */
export class ShorterRentalExistsError extends EscrowError<
  "ShorterRentalExists",
  { readonly id: Hex; readonly duration: bigint; readonly paidDuration: bigint }
> {
  constructor(args: ShorterRentalExistsError["args"], options?: ErrorOptions) {
    super(
      "ShorterRentalExists",
      "The rental was paid for less time. Extend it while it runs, or pass another salt.",
      args,
      options,
    )
  }
}

/** Undefined: the rental does not exist, or was paid for at least as long. */
export function shorterRental(
  state: RentalState,
  wanted: { readonly id: Hex; readonly duration: bigint },
  options?: ErrorOptions,
): ShorterRentalExistsError | undefined {
  const { status, duration } = state
  if (status === "None" || duration >= wanted.duration) return undefined
  return new ShorterRentalExistsError({ ...wanted, paidDuration: duration }, options)
}

/** Says of a deposit that is refused because the rental exists whether the rental was paid for less time. */
export async function depositing<result>(
  chain: Chain,
  { escrow, duration }: EscrowParameters & { readonly duration: bigint },
  action: Promise<result>,
): Promise<result> {
  return action.catch(async (error: unknown) => {
    // Somebody may have paid for the rental just before the transaction.
    const cause = error instanceof TransactionRevertedError ? error.cause : error
    if (!(cause instanceof RentalExistsError)) throw error
    const { id } = cause.args
    throw shorterRental(await getState(chain, { escrow, id }), { id, duration }, { cause: error }) ?? error
  })
}
