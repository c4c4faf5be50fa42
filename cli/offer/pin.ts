// Holds a heartbeat to the arbiter and the fee of its first beat, also across restarts.
import { known, type PinnedTerms, pinTerms, type SignedTerms } from "@gpuflow/host/offers"
import { isAddressEqual } from "viem"
import type { AccountContext } from "../chain/context.ts"
import { note } from "../terminal/output.ts"
import { isHttpUrl } from "../text/httpUrl.ts"
import { formatShare } from "./offerProblems.ts"
import { readOffer } from "./offerSource.ts"
import { readOwnerTerms, requirePinned } from "./ownerTerms.ts"
import { type OfferSubject, pinnedTermsPath, readPinnedTerms, writePinnedTerms } from "./pinnedTermsFile.ts"

type PinOptions = SignedTerms & {
  readonly followMarket?: true | undefined
  /** Where the heartbeat publishes. A crash leaves the last offer there. */
  readonly to?: string | undefined
  readonly subject: OfferSubject
}

export type Pin = {
  /** What to sign for. Throws `TermsChangedError` once the owner has set something else. */
  require(): Promise<SignedTerms>
  /** To be called once something was signed. */
  remember(): Promise<void>
}

export function openPin(context: AccountContext, options: PinOptions): Pin {
  const { session } = context
  const { arbiter, maxFee, followMarket, to, subject } = options
  const path = pinnedTermsPath(session, subject)
  let pinned: PinnedTerms | undefined
  let isRemembered = false

  async function requireTerms(): Promise<SignedTerms> {
    const now = await readOwnerTerms(context, subject)
    if (followMarket) return { arbiter: arbiter ?? known(now.arbiter), maxFee }
    const before = pinned ?? (path && (await readPinnedTerms(path))) ?? (await lastSigned(to, subject))
    const terms = pinTerms(now, { arbiter, maxFee }, before || undefined)
    requirePinned(now, terms)
    pinned = terms
    return { arbiter: known(terms.arbiter), maxFee: terms.maxFeeBps }
  }

  async function remember(): Promise<void> {
    if (!pinned || isRemembered) return
    isRemembered = true
    const terms = `arbiter ${pinned.arbiter} and a platform fee of up to ${formatShare(pinned.maxFeeBps)}`
    note(session, `Signs for ${terms}, and stops if the escrow's owner sets others.`)
    const isSaved =
      path &&
      (await writePinnedTerms(path, subject, pinned).then(
        () => true,
        () => false,
      ))
    if (isSaved) return
    note(
      session,
      "These terms are not remembered across restarts. Pass --arbiter and --max-fee to state them yourself.",
    )
  }

  return { require: requireTerms, remember }
}

/** What the last offer at the destination was signed for. An endpoint need not answer GET, so only files are read. */
async function lastSigned(to: string | undefined, subject: OfferSubject): Promise<PinnedTerms | undefined> {
  if (to === undefined || isHttpUrl(to)) return undefined
  const signed = await readOffer(to).catch(() => undefined)
  if (!signed || signed.chainId !== subject.chainId || signed.offer.machine !== subject.machine) return undefined
  const { host, token, arbiter, maxFeeBps } = signed.offer
  const isSubject =
    isAddressEqual(signed.escrow, subject.escrow) &&
    isAddressEqual(host, subject.host) &&
    isAddressEqual(token, subject.token)
  if (!isSubject) return undefined
  return { arbiter, maxFeeBps, feeBps: maxFeeBps }
}
