import { hashOffer, type SignedOffer } from "@gpuflow/escrow/offer"
import type { Relay } from "@gpuflow/escrow/plan"
import { usePlanDeposit } from "@gpuflow/escrow/react"
import { useEffect, useState } from "react"
import { useConnection } from "wagmi"

import { useDeployment } from "../../settings/SettingsProvider.tsx"

/** Every risk is shown in words beside the button, so none of them has to stop the plan. */
const ACCEPTED = ["commitment", "challengeWindow", "startWindow", "payer", "token"] as const
/** Milliseconds for which a reader may go on moving the slider. */
const CALM = 300

/**
 * The fewest steps that the connected wallet needs to pay. The rental's salt is the offer's hash: whoever pays again, in
 * another tab or on another device, pays for the same rental, which the escrow takes once.
 */
export function useDepositPlan(signed: SignedOffer, duration: bigint, relay: Relay | null | undefined) {
  const { chainId, escrow } = useDeployment()
  const { address } = useConnection()
  const calm = useCalm(duration)
  const { offer, hostSignature } = signed
  const rental = address && { offer, renter: address, salt: hashOffer(offer) }
  const plan = usePlanDeposit({
    ...{ chainId, escrow, rental, duration: calm, hostSignature, accept: ACCEPTED, relay: relay ?? undefined },
    query: { enabled: relay !== undefined, staleTime: 15_000, refetchOnMount: "always", structuralSharing: false },
  })
  return { ...plan, isCurrent: calm === duration && !plan.isFetching && !plan.isPlaceholderData }
}

function useCalm<value>(value: value): value {
  const [calm, setCalm] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setCalm(value), CALM)
    return () => clearTimeout(timer)
  }, [value])
  return calm
}
