// An offer: what is promised, what can happen to the money, and the price of every duration. One click pays.
import { useParams, useSearch } from "@tanstack/react-router"
import { useState } from "react"
import { type Address, type Hex, isAddress, isHash } from "viem"

import { useSignedOffer } from "../../server/signedOfferQuery.ts"
import { usePreferences } from "../../settings/preferences.ts"
import { NotFound } from "../../shell/NotFound.tsx"
import { Offer } from "./Offer.tsx"
import { OfferSkeleton } from "./OfferSkeleton.tsx"
import { OfferUnavailable } from "./OfferUnavailable.tsx"

/** The hours of the market's list, until the reader has chosen others. */
const HOURS = 8

export function OfferPage() {
  const { host, machine } = useParams({ from: "/offer/$host/$machine" })
  if (!isAddress(host, { strict: false }) || !isHash(machine)) return <NotFound />
  return <KnownOffer key={`${host} ${machine}`} host={host} machine={machine} />
}

function KnownOffer({ host, machine }: { host: Address; machine: Hex }) {
  const search = useSearch({ from: "/offer/$host/$machine" })
  const preferred = usePreferences().hours
  const [seconds, setSeconds] = useState(() => BigInt(Math.round((search.hours ?? preferred ?? HOURS) * 3_600)))
  const { data, refetch } = useSignedOffer({ host, machine, text: search.offer })
  if (data === undefined) return <OfferSkeleton />
  if (typeof data === "string") return <OfferUnavailable reason={data} onRetry={() => void refetch()} />
  const { minDuration, maxDuration } = data.signed.offer
  const least = minDuration > 60n ? minDuration : 60n
  const duration = seconds < least ? least : seconds > maxDuration ? maxDuration : seconds
  return <Offer read={data} duration={duration} onDuration={setSeconds} onRefetch={() => void refetch()} />
}
