// Whether an offer can be rented now, and if not, why.
import {
  checkOffer,
  hashMachineDocument,
  type OfferCheck,
  type OfferField,
  type OfferProblem,
} from "@gpuflow/escrow/offer"
import { getAddress } from "viem"
import type { Context } from "../chain/context.ts"
import { getUnit } from "../chain/tokens.ts"
import { formatAmount, type Unit } from "../text/amounts.ts"
import { formatMoment } from "../text/times.ts"
import { describeProblem, formatShare, problemAsJson } from "./offerProblems.ts"
import type { SignedOffer } from "./offerSource.ts"

type Row = { readonly check: string; readonly ok: boolean; readonly detail: string }

export type VerifiedOffer = {
  readonly ok: boolean
  readonly status: OfferCheck["status"]
  readonly checks: readonly Row[]
  readonly problems: readonly ReturnType<typeof problemAsJson>[]
}

/** The fields that each check is about. The check of the terms has all others. */
const FIELDS: { readonly [check: string]: readonly OfferField[] } = {
  signature: ["hostSignature"],
  expiry: ["expiry"],
  epoch: ["epoch"],
  nonce: ["nonce"],
  market: ["token"],
  arbiter: ["arbiter"],
  fee: ["maxFeeBps"],
  bond: ["bond"],
  free: ["machine"],
}

export async function verifySignedOffer(context: Context, signed: SignedOffer): Promise<VerifiedOffer> {
  const { client, escrow } = context
  const { offer, hostSignature } = signed
  const [found, unit] = await Promise.all([
    checkOffer(client, { escrow, offer, hostSignature }),
    getUnit(client, offer.token),
  ])
  const now = found.earliest - 1n
  const details = detailsOf(signed, found, { unit, now })
  const isNamed = ({ field }: OfferProblem) => Object.values(FIELDS).flat().includes(field)
  const row = (check: string, problems: readonly OfferProblem[]): Row => {
    const ok = problems.length === 0
    const reasons = problems.map((problem) => describeProblem(problem, { unit, now }))
    return { check, ok, detail: ok ? (details[check] ?? "") : reasons.join("; ") }
  }
  const named = Object.entries(FIELDS).map(([check, fields]) => {
    return row(
      check,
      found.problems.filter(({ field }) => fields.includes(field)),
    )
  })
  const [signature, ...others] = named
  const checks: Row[] = [
    same("chain", signed.chainId, client.chain.id, "the offer is for another chain"),
    same("escrow", signed.escrow, getAddress(escrow), "the offer is for another escrow"),
    ...(signature ? [signature] : []),
    row(
      "terms",
      found.problems.filter((problem) => !isNamed(problem)),
    ),
    ...others,
    { check: "token", ok: true, detail: [`${unit.symbol} at ${offer.token}`, unit.warning].filter(Boolean).join(". ") },
    ...documentCheck(signed),
  ]
  return {
    ok: checks.every(({ ok }) => ok),
    status: found.status,
    checks,
    problems: found.problems.map((problem) => problemAsJson(problem, { unit, now })),
  }
}

type Known = { readonly unit: Unit; readonly now: bigint }

/** What is said of each check that passes. */
function detailsOf(
  { offer }: SignedOffer,
  { feeBps, freeBond, lockedBond, noShow }: OfferCheck,
  { unit, now }: Known,
): Readonly<Record<string, string>> {
  const amount = (value: bigint) => formatAmount(value, unit)
  return {
    signature: `signed for host ${offer.host}`,
    terms: "within the contract's bounds",
    expiry: formatMoment(offer.expiry, now),
    epoch: String(offer.epoch),
    nonce: String(offer.nonce),
    market: "open",
    arbiter: offer.arbiter,
    fee: `${formatShare(feeBps)}, the offer accepts up to ${formatShare(offer.maxFeeBps)}`,
    bond: `the host has ${amount(freeBond)} free, a rental needs up to ${amount(lockedBond)}`,
    free: noShow ? "the machine is free once a rental that was not started is settled" : "the machine is free",
  }
}

function same(check: string, actual: unknown, expected: unknown, reason: string): Row {
  const ok = actual === expected
  return { check, ok, detail: ok ? String(actual) : `${actual}, expected ${expected}: ${reason}` }
}

function documentCheck({ offer, document }: SignedOffer): Row[] {
  if (!document) return []
  const hashes = hashMachineDocument(document)
  const ok = hashes.spec === offer.spec && hashes.machine === offer.machine
  const detail = ok
    ? "the one that the host signed"
    : `hash ${hashes.spec}, expected ${offer.spec}: not the document that the host signed`
  return [{ check: "document", ok, detail }]
}
