// The arbiter and the fee that the escrow's owner sets, and which of them a heartbeat signs for. Without a pin, a
// heartbeat would sign whatever the owner sets within minutes.
import {
  changedTerms,
  getOwnerTerms,
  known,
  type OwnerTerms,
  type PinnedTerms,
  type SignedTerms,
} from "@gpuflow/host/offers"
import type { Address } from "viem"
import type { Context } from "../chain/context.ts"
import { CliError } from "../errors.ts"
import { exitCodes } from "../exitCodes.ts"
import { formatShare } from "./offerProblems.ts"

export function readOwnerTerms(
  { client, escrow }: Context,
  of: { readonly host: Address; readonly token: Address },
): Promise<OwnerTerms> {
  return getOwnerTerms(client, { escrow, ...of })
}

/** For one offer: the arbiter of the option, or else the market's, also while the market is closed. */
export async function givenTerms(
  context: Context,
  { arbiter, maxFee, ...of }: SignedTerms & { readonly host: Address; readonly token: Address },
): Promise<SignedTerms> {
  if (arbiter) return { arbiter, maxFee }
  const now = await readOwnerTerms(context, of)
  return { arbiter: known(now.arbiter), maxFee }
}

/**
 * Refuses to go on once the owner has set another arbiter or a fee that the host has neither seen nor accepted. A lower
 * fee and a closed market change nothing that the host signs.
 */
export function requirePinned(now: OwnerTerms, pinned: PinnedTerms): void {
  const { isOtherArbiter, isHigherFee } = changedTerms(now, pinned)
  if (isOtherArbiter || isHigherFee) throw new TermsChangedError(pinned, { now, isOtherArbiter, isHigherFee })
}

type Change = { readonly now: OwnerTerms; readonly isOtherArbiter: boolean; readonly isHigherFee: boolean }

/** The owner has set terms that the host has not accepted. */
export class TermsChangedError extends CliError {
  constructor(pinned: PinnedTerms, { now, isOtherArbiter, isHigherFee }: Change) {
    const facts = [
      isOtherArbiter && `The market's arbiter is now ${now.arbiter}, and this heartbeat signs for ${pinned.arbiter}.`,
      isHigherFee &&
        `The platform fee is now ${formatShare(now.feeBps)}, and this heartbeat signs for up to ${formatShare(pinned.maxFeeBps)}.`,
    ]
    const options = [
      isOtherArbiter && `--arbiter ${now.arbiter}`,
      isHigherFee && `--max-fee ${Number(now.feeBps) / 100}%`,
    ]
    const accept = `Pass ${options.filter(Boolean).join(" ")} to accept this, or --follow-market to accept every change of the escrow's owner.`
    super(exitCodes.failed, "TermsChanged", [...facts.filter(Boolean), accept].join(" "), { pinned, now })
  }
}
