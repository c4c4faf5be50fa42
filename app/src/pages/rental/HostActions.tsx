import { closesAt, cost, due, interrupt, refund, settle, start } from "@gpuflow/escrow"
import { useState } from "react"

import { useHead } from "../../chain/useHead.ts"
import { useFormats } from "../../format/useFormats.ts"
import { useDeployment } from "../../settings/SettingsProvider.tsx"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { useSimulation } from "../../transactions/useSimulation.ts"
import { ActionRow } from "../../ui/ActionRow.tsx"
import { Facts } from "../../ui/Facts.tsx"
import { Field } from "../../ui/Field.tsx"
import type { ActionProps } from "./actionTypes.ts"
import { refundable } from "./rentalActions.ts"
import { endMoney } from "./rentalMoney.ts"
import { VerbAction } from "./VerbAction.tsx"

export function StartAction({ id, found, token, now }: ActionProps) {
  const { rental: words } = useTexts()
  const formats = useFormats()
  const { escrow } = useDeployment()
  const [isOpen, setOpen] = useState(false)
  const { rental, state } = found
  const refusal = useSimulation("start", { rental, enabled: isOpen })
  const hour = `${formats.amount(rental.offer.pricePerHour, token.decimals)} ${token.symbol}`
  return (
    <VerbAction
      {...{ id, token, refusal }}
      kind="start"
      title={words.start.title}
      row={<p>{words.start.meaning(hour, formats.moment(closesAt(rental.offer, state), now))}</p>}
      question={words.start.question}
      confirm={words.start.title}
      keep={words.start.keep}
      work={(client, options) => start(client, { escrow, rental, ...options })}
      onOpen={setOpen}
    >
      <p className="text-sm">{words.start.after(hour, formats.duration(state.duration))}</p>
    </VerbAction>
  )
}

/** Declines a rental before its start, or ends one that runs. Both pay the renter from the bond. */
export function EndAction({ id, found, token, now, kind }: ActionProps & { kind: "decline" | "endEarly" }) {
  const { rental: words } = useTexts()
  const formats = useFormats()
  const { escrow } = useDeployment()
  const [isOpen, setOpen] = useState(false)
  const { rental } = found
  const money = endMoney(found, now)
  const head = useHead().data
  // The compensation falls with time, and nodes simulate at the time of their latest block.
  const maxFromBond = endMoney(found, head?.timestamp ?? now).fromBond
  const refusal = useSimulation("interrupt", { rental, maxFromBond, enabled: isOpen })
  const amount = (value: bigint) => formats.amount(value, token.decimals)
  const text = words[kind]
  return (
    <VerbAction
      {...{ id, token, refusal }}
      kind={kind === "decline" ? "decline" : "interrupt"}
      title={text.title}
      row={
        <p>
          {text.meaning(amount(money.toRenter))} <b>{text.fromBond(`${amount(money.fromBond)} ${token.symbol}`)}</b>
        </p>
      }
      question={text.question}
      confirm={text.confirm(amount(money.fromBond))}
      keep={text.keep}
      look="destructive"
      amount={money.fromBond}
      work={(client, options) => interrupt(client, { escrow, rental, maxFromBond, ...options })}
      onOpen={setOpen}
    >
      <Facts
        facts={[
          { name: words.toRenter, value: `${amount(money.toRenter)} ${token.symbol}` },
          { name: words.fromYourBond, value: <b className="font-semibold">{amount(money.fromBond)}</b> },
          ...(kind === "endEarly"
            ? [
                { name: words.toYouLater, value: amount(money.toHost) },
                { name: words.platform, value: amount(money.fee) },
              ]
            : []),
        ]}
      />
      <p className="text-sm text-muted-foreground">{words.bondBound(amount(maxFromBond))}</p>
    </VerbAction>
  )
}

export function RefundAction({ id, found, token, now }: ActionProps) {
  const { rental: words } = useTexts()
  const formats = useFormats()
  const { escrow } = useDeployment()
  const [isOpen, setOpen] = useState(false)
  const [minutes, setMinutes] = useState("15")
  const { rental, state } = found
  const most = refundable(found, now)
  const seconds = /^\d{1,6}$/.test(minutes) ? BigInt(minutes) * 60n : 0n
  const isRight = seconds > 0n && seconds <= most
  const refundedSeconds = state.refundedSeconds + seconds
  const refusal = useSimulation("refund", { rental, refundedSeconds, enabled: isOpen && isRight })
  const amount = cost(rental.offer.pricePerHour, seconds)
  const written = `${formats.amount(amount, token.decimals)} ${token.symbol}`
  return (
    <VerbAction
      {...{ id, token }}
      refusal={isRight ? refusal : undefined}
      kind="refund"
      title={words.refund.title}
      row={<p>{words.refund.meaning(formats.duration(most))}</p>}
      question={words.refund.question}
      confirm={words.refund.confirm(written)}
      keep={words.refund.keep}
      amount={amount}
      reason={isRight ? undefined : words.refund.bounds(formats.duration(most))}
      work={(client, options) => refund(client, { escrow, rental, refundedSeconds, ...options })}
      onOpen={setOpen}
    >
      <Field
        label={words.refund.howMuch}
        unit={words.refund.minutes}
        inputMode="numeric"
        value={minutes}
        problem={isRight ? undefined : words.refund.bounds(formats.duration(most))}
        onChange={({ target }) => setMinutes(target.value)}
      />
      <Facts facts={[{ name: words.toRenter, value: <b className="font-semibold">{written}</b> }]} />
      {state.status === "Disputed" && <p className="text-sm text-muted-foreground">{words.refund.inDispute}</p>}
    </VerbAction>
  )
}

/** Pays out what is due. Anyone may do it. */
export function SettleAction({ id, found, token, now, from }: ActionProps & { from?: bigint | undefined }) {
  const { rental: words } = useTexts()
  const formats = useFormats()
  const { escrow } = useDeployment()
  const [isOpen, setOpen] = useState(false)
  const { rental, state } = found
  const money = due(rental.offer, state, now)
  const isNoShow = state.status === "Funded"
  const refusal = useSimulation("settle", { rental, enabled: isOpen && from === undefined })
  const amount = (value: bigint) => `${formats.amount(value, token.decimals)} ${token.symbol}`
  const text = isNoShow ? words.noShow : words.settle
  if (from !== undefined) {
    return (
      <ActionRow title={text.title} action={null}>
        <p>{text.from(formats.moment(from, now))}</p>
      </ActionRow>
    )
  }
  return (
    <VerbAction
      {...{ id, token, refusal }}
      kind="settle"
      title={text.title}
      row={
        <p>{isNoShow ? words.noShow.meaning(amount(money.toRenter)) : words.settle.meaning(amount(money.toHost))}</p>
      }
      question={text.question}
      confirm={text.title}
      keep={words.start.keep}
      amount={isNoShow ? money.toRenter : money.toHost}
      work={(client, options) => settle(client, { escrow, rental, ...options })}
      onOpen={setOpen}
    >
      <Facts
        facts={[
          { name: words.toHost, value: amount(money.toHost) },
          { name: words.platform, value: amount(money.fee) },
          { name: words.toRenter, value: amount(money.toRenter) },
        ]}
      />
      <p className="text-sm text-muted-foreground">{text.after}</p>
    </VerbAction>
  )
}
