// Whether an offer can be rented now, and if not, why.
import { bondOf, getBond, getHost, getMachine, getMarket, RESERVED, verifyOffer } from "@gpuflow/escrow"
import { getAddress } from "viem"
import { type Context, getChainTime } from "../chain/context.ts"
import { getUnit } from "../chain/tokens.ts"
import { hashDocument } from "../machine/document.ts"
import { formatAmount } from "../text/amounts.ts"
import { formatMoment } from "../text/times.ts"
import type { SignedOffer } from "./signedOffer.ts"

type Check = { readonly check: string; readonly ok: boolean; readonly detail: string }

export async function checkOffer({ client, escrow }: Context, signed: SignedOffer): Promise<Check[]> {
  const { offer, hostSignature, document } = signed
  const { host, machine, token } = offer
  const [isSigned, { epoch, feeBps: hostFeeBps }, { nonce, busyUntil }, market, bond, now, unit] = await Promise.all([
    verifyOffer(client, { escrow, offer, hostSignature }),
    getHost(client, { escrow, host }),
    getMachine(client, { escrow, host, machine }),
    getMarket(client, { escrow, token }),
    getBond(client, { escrow, host, token }),
    getChainTime(client),
    getUnit(client, token),
  ])
  const feeBps = hostFeeBps || market.feeBps
  const longestBond = bondOf(offer, offer.maxDuration)
  const percent = (bps: bigint) => `${Number(bps) / 100} %`
  const amount = (value: bigint) => formatAmount(value, unit)
  const same = (check: string, actual: unknown, expected: unknown, reason: string): Check => {
    const ok = actual === expected
    return { check, ok, detail: ok ? String(actual) : `${actual}, expected ${expected}: ${reason}` }
  }
  const checks: Check[] = [
    same("chain", signed.chainId, client.chain.id, "the offer is for another chain"),
    same("escrow", signed.escrow, getAddress(escrow), "the offer is for another escrow"),
    { check: "signature", ok: isSigned, detail: isSigned ? `signed for host ${host}` : `not signed for host ${host}` },
    { check: "expiry", ok: now < offer.expiry, detail: formatMoment(offer.expiry, now) },
    same("epoch", offer.epoch, epoch, "the host has revoked all offers signed before"),
    same("nonce", offer.nonce, nonce, "the offer was revoked, or the machine has been rented since"),
    { check: "market", ok: market.open, detail: market.open ? "open" : "closed" },
    same("arbiter", offer.arbiter, market.arbiter, "the market has another arbiter now"),
    {
      check: "fee",
      ok: feeBps <= offer.maxFeeBps,
      detail: `${percent(feeBps)}, the offer accepts up to ${percent(offer.maxFeeBps)}`,
    },
    {
      check: "bond",
      ok: bond >= longestBond,
      detail: `the host has ${amount(bond)} free, a rental needs up to ${amount(longestBond)}`,
    },
    { check: "free", ok: busyUntil <= now, detail: availability(busyUntil, now) },
    { check: "token", ok: true, detail: [`${unit.symbol} at ${token}`, unit.warning].filter(Boolean).join(". ") },
  ]
  if (!document) return checks
  const hashes = hashDocument(document)
  const isDocument = hashes.spec === offer.spec && hashes.machine === machine
  return [
    ...checks,
    {
      check: "document",
      ok: isDocument,
      detail: isDocument
        ? `hash ${hashes.spec}`
        : `hash ${hashes.spec}, expected ${offer.spec}: not the document that the host signed`,
    },
  ]
}

function availability(busyUntil: bigint, now: bigint): string {
  if (busyUntil <= now) return "the machine is free"
  if (busyUntil === RESERVED) return "the machine is reserved by a paid rental that has not started yet"
  return `the machine is rented until ${formatMoment(busyUntil, now)}`
}
