// Rents a machine on the offer in the page's link, shows the meter, and stops or disputes the rental.
import { closesAt, cost, exitAt, idOf, type Rental, type RentalState, stop } from "@gpuflow/escrow"
import { parseOfferLink, type SignedOffer } from "@gpuflow/escrow/offer"
import {
  useMeter,
  usePayment,
  usePlanDeposit,
  useRent,
  useRentalAction,
  useRentalState,
  useStake,
  useStoredDeposits,
} from "@gpuflow/escrow/react"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { type Address, type Hex, keccak256, toHex } from "viem"

import { Action, Failure, Money } from "./parts.tsx"

/** The escrow that you trust, whatever an offer names. */
const escrow: Address = import.meta.env["VITE_ESCROW"]
/** One order is one rental, in every tab and after every reload, and so it is paid once. */
const order = Number(new URLSearchParams(location.search).get("order") ?? 1)

export function Page({ renter }: { renter: Address }) {
  const { data, error } = useQuery({ queryKey: ["offer"], queryFn: () => parseOfferLink(location.href), retry: false })
  return data ? <Order signed={data} renter={renter} /> : <Failure error={error} />
}

function Order({ signed: { offer, hostSignature }, renter }: { signed: SignedOffer; renter: Address }) {
  const rental = { offer, renter, salt: keccak256(toHex(`order ${order}`)) }
  const { data: state, error } = useRentalState({ escrow, rental })
  const unfinished = useStoredDeposits({ escrow }).find(({ id }) => id === idOf(rental))?.deposit?.status
  return (
    <>
      <Failure error={error} token={offer.token} />
      {state?.status === "None" && <Renting {...{ rental, hostSignature, unfinished }} />}
      {state && state.status !== "None" && <Rented rental={rental} state={state} />}
    </>
  )
}

type RentingProps = { rental: Rental; hostSignature: Hex; unfinished: keyof typeof UNFINISHED | undefined }

function Renting({ rental, hostSignature, unfinished }: RentingProps) {
  const { token, pricePerHour } = rental.offer
  const [hours, setHours] = useState(1)
  const duration = BigInt(Math.round(hours * 3_600) || 0)
  const { data: plan, error } = usePlanDeposit({ escrow, rental, duration, hostSignature })
  const renting = useRent()
  const pay = plan && unfinished !== "pending" ? () => renting.mutate({ plan }) : undefined
  return (
    <section aria-label="Rent">
      <label>
        Hours{" "}
        <input type="number" min="0" step="any" value={hours} onChange={(e) => setHours(e.target.valueAsNumber)} />
      </label>
      <p>
        Price: <Money amount={cost(pricePerHour, duration)} token={token} />
      </p>
      <ul>{plan && [...plan.warnings, ...plan.steps].map(({ sentence }) => <li key={sentence}>{sentence}</li>)}</ul>
      {unfinished && renting.phase === "idle" && <p role="status">{UNFINISHED[unfinished]}</p>}
      <Action name="Rent" doing={renting} run={pay} token={token} />
      {!renting.error && <Failure error={error} token={token} />}
    </section>
  )
}

const UNFINISHED = {
  pending: "Your payment is on its way.",
  paid: "Your payment has arrived.",
  failed: "Your payment failed, and nothing was taken. You can pay again.",
  unpaid: "You began to pay, and nothing was sent yet. You can pay now.",
}

function Rented({ rental, state }: { rental: Rental; state: RentalState }) {
  const { token, pricePerHour } = rental.offer
  const [evidenceURI, setEvidenceURI] = useState("")
  const { data: stake = 0n } = useStake({ escrow, rental })
  const meter = useMeter({ rental, state })
  const stopping = useRentalAction(stop)
  const disputing = usePayment()
  const dispute = () => disputing.mutate({ verb: "dispute", parameters: { escrow, rental, evidenceURI } })
  return (
    <section aria-label="Rental">
      <p role="status">{sentenceOf(rental, state)}</p>
      <p role="timer">
        <Money amount={meter} token={token} /> of <Money amount={cost(pricePerHour, state.duration)} token={token} />
      </p>
      {(state.status === "Funded" || state.status === "Active") && (
        <Action name="Stop" doing={stopping} run={() => stopping.mutate({ escrow, rental })} token={token} />
      )}
      {(state.status === "Active" || state.status === "Interrupted") && (
        <>
          <label>
            Link to evidence <input type="url" value={evidenceURI} onChange={(e) => setEvidenceURI(e.target.value)} />
          </label>
          <p>
            Your stake in a dispute: <Money amount={stake} token={token} />
          </p>
          <Action name="Dispute" doing={disputing} run={evidenceURI ? dispute : undefined} token={token} />
        </>
      )}
      {state.status === "Closed" && <a href={`?order=${order + 1}${location.hash}`}>Rent again</a>}
    </section>
  )
}

function sentenceOf({ offer }: Rental, state: RentalState): string {
  const at = (seconds: bigint) => new Date(Number(seconds) * 1_000).toLocaleString("en")
  return {
    None: "",
    Funded: `Paid. The host starts it by ${at(closesAt(offer, state))}, or you get your money back.`,
    Active: `The machine is yours until ${at(state.since + state.duration)}.`,
    Interrupted: "The host has ended the rental. What you did not use goes back to you.",
    Disputed: `In dispute. The arbiter decides by ${at(exitAt(offer, state))}.`,
    Closed: "The rental is over, and everything is paid out.",
  }[state.status]
}
