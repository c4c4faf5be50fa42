// Whether an offer could be taken now, and if not, why.
import { getBond, getHost, getMachine, getMarket, RESERVED, verifyOffer } from "@gpuflow/escrow"
import { type Context, nowOf } from "../chain/context.ts"
import { hashesOf } from "../machine/document.ts"
import { formatMoment } from "../text/times.ts"
import type { SignedOffer } from "./signedOffer.ts"

export type Check = { readonly check: string; readonly ok: boolean; readonly detail: string }

export async function checkOffer({ client, escrow }: Context, signed: SignedOffer): Promise<Check[]> {
  const { offer, hostSignature, document } = signed
  const { host, machine, token } = offer
  const [isSigned, owner, slot, market, bond, now] = await Promise.all([
    verifyOffer(client, { escrow, offer, hostSignature }),
    getHost(client, { escrow, host }),
    getMachine(client, { escrow, host, machine }),
    getMarket(client, { escrow, token }),
    getBond(client, { escrow, host, token }),
    nowOf(client),
  ])
  const feeBps = owner.feeBps || market.feeBps
  const hashes = document && hashesOf(document)
  const about = (what: unknown, wanted: unknown) => `${String(what)}, wanted ${String(wanted)}`
  return [
    { check: "chain", ok: signed.chainId === client.chain.id, detail: about(signed.chainId, client.chain.id) },
    { check: "escrow", ok: signed.escrow.toLowerCase() === escrow.toLowerCase(), detail: about(signed.escrow, escrow) },
    { check: "signature", ok: isSigned, detail: `for ${host}` },
    { check: "expiry", ok: now < offer.expiry, detail: formatMoment(offer.expiry, now) },
    { check: "epoch", ok: offer.epoch === owner.epoch, detail: about(offer.epoch, owner.epoch) },
    { check: "nonce", ok: offer.nonce === slot.nonce, detail: about(offer.nonce, slot.nonce) },
    { check: "market", ok: market.open, detail: market.open ? "open" : "closed" },
    { check: "arbiter", ok: offer.arbiter === market.arbiter, detail: about(offer.arbiter, market.arbiter) },
    { check: "fee", ok: feeBps <= offer.maxFeeBps, detail: `${feeBps} bps, at most ${offer.maxFeeBps}` },
    { check: "bond", ok: bond >= offer.bond, detail: `${bond} free, needs ${offer.bond} units` },
    {
      check: "free",
      ok: slot.busyUntil <= now,
      detail:
        slot.busyUntil <= now
          ? "yes"
          : slot.busyUntil === RESERVED
            ? "reserved until its host starts"
            : `busy until ${formatMoment(slot.busyUntil, now)}`,
    },
    ...(hashes
      ? [
          {
            check: "document",
            ok: hashes.spec === offer.spec && hashes.machine === machine,
            detail: about(hashes.spec, offer.spec),
          },
        ]
      : []),
  ]
}
