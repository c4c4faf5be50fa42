// How a payment becomes a running machine: each phase by name, until the way in is shown.
import { useRental, useRentalState } from "@gpuflow/escrow/react"
import { useParams } from "@tanstack/react-router"
import { type Hex, isHash } from "viem"

import { useChainNow } from "../../chain/useHead.ts"
import { useToken } from "../../server/useToken.ts"
import { useDeployment } from "../../settings/SettingsProvider.tsx"
import { NotFound } from "../../shell/NotFound.tsx"
import { PagePending } from "../../shell/PagePending.tsx"
import { useTransactions } from "../../transactions/transactionStore.ts"
import { PayingSteps } from "./PayingSteps.tsx"

export function Paying() {
  const { id } = useParams({ from: "/pay/$id" })
  return isHash(id) ? <KnownPayment key={id} id={id} /> : <NotFound />
}

/** Milliseconds between two looks at the chain: another tab or device may pay for the same rental. */
const INTERVAL = 3_000

function KnownPayment({ id }: { id: Hex }) {
  const { chainId, escrow } = useDeployment()
  const now = useChainNow()
  const transaction = useTransactions().findLast((one) => one.kind === "rent" && one.rental === id)
  const state = useRentalState({ chainId, escrow, id, query: { refetchInterval: INTERVAL } }).data
  const isPaid = state !== undefined && state.status !== "None"
  const found = useRental({ chainId, escrow, id, query: { enabled: isPaid } }).data
  const token = useToken(found?.rental.offer.token)
  // Until the chain has answered, this device may not know whether it is paid, and in what.
  if (!transaction && (!state || (isPaid && !token))) return <PagePending />
  return <PayingSteps {...{ id, transaction, state, now }} found={isPaid ? found : undefined} />
}
