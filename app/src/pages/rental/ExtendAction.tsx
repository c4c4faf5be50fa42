import { bondOf, cost } from "@gpuflow/escrow"
import type { RunPaymentResult } from "@gpuflow/escrow/plan"
import { useBond, usePlanPayment } from "@gpuflow/escrow/react"
import { useState } from "react"
import { zeroAddress } from "viem"

import { useFormats } from "../../format/useFormats.ts"
import { useDeployment } from "../../settings/SettingsProvider.tsx"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { useRelay } from "../../transactions/relayer.ts"
import { TransactionDialog } from "../../transactions/TransactionDialog.tsx"
import { useFailure } from "../../transactions/useFailure.ts"
import { useNetworkFees } from "../../transactions/useNetworkFees.ts"
import { useTransaction } from "../../transactions/useTransaction.ts"
import { ActionRow } from "../../ui/ActionRow.tsx"
import { Button } from "../../ui/Button.tsx"
import { Facts } from "../../ui/Facts.tsx"
import { Note } from "../../ui/Note.tsx"
import { DurationField } from "../offer/DurationField.tsx"
import { PlanSteps } from "../offer/PlanSteps.tsx"
import { feeInAllWords, planInShort } from "../offer/planWords.ts"
import type { ActionProps } from "./actionTypes.ts"

const FIRST = 4n * 3_600n

/** Adds hours to a running rental. */
export function ExtendAction({ id, found, token, now }: ActionProps) {
  const texts = useTexts()
  const { rental: words, offer: terms, transactions } = texts
  const formats = useFormats()
  const { chainId, escrow, coin } = useDeployment()
  const { rental, state } = found
  const { offer } = rental
  const most = offer.maxDuration - state.duration
  const [wanted, setWanted] = useState(FIRST < most ? FIRST : most)
  const added = wanted < most ? wanted : most
  const duration = state.duration + added
  const [isOpen, setOpen] = useState(false)
  const relay = useRelay(false)
  const plan = usePlanPayment({
    ...{ chainId, escrow, verb: "extend", parameters: { escrow, rental, duration }, relay: relay ?? undefined },
    query: { enabled: isOpen && relay !== undefined, structuralSharing: false },
  })
  const free = useBond({ chainId, escrow, host: offer.host, token: offer.token, query: { enabled: isOpen } }).data
  const refusal = useFailure(plan.error)
  const price = cost(offer.pricePerHour, duration) - cost(offer.pricePerHour, state.duration)
  const amount = plan.data?.amount ?? price
  const written = `${formats.amount(amount, token.decimals)} ${token.symbol}`
  const end = formats.moment(state.since + duration, now)
  const raise = bondOf(offer, duration) - bondOf(offer, state.duration)
  const writing = useTransaction<RunPaymentResult>(
    { kind: "extend", rental: id, figure: { amount, decimals: token.decimals, symbol: token.symbol } },
    { isInDialog: true },
  )
  const paying = {
    verb: "extend" as const,
    isNative: offer.token === zeroAddress,
    hasBond: raise > 0n,
  }
  const fees = useNetworkFees(plan.data?.steps, paying, { enabled: isOpen && plan.data !== undefined })
  const relayStep = plan.data?.steps.find(({ kind }) => kind === "relay")
  const blocker = plan.data?.blockers[0]
  const confirm = () => {
    const ready = plan.data
    if (!ready) return
    writing.send(async (client, options) => {
      const { runPayment } = await import("@gpuflow/escrow/plan")
      return runPayment(client, { plan: ready, relay: relay ?? undefined, ...options })
    })
  }
  return (
    <>
      <ActionRow
        title={words.extend.title}
        action={<Button onClick={() => setOpen(true)}>{words.more(words.extend.title)}</Button>}
      >
        <p>
          {words.extend.meaning(
            `${formats.amount(offer.pricePerHour, token.decimals)} ${token.symbol}`,
            formats.duration(offer.maxDuration),
          )}{" "}
          <b>
            {formats.duration(added)}: {formats.amount(price, token.decimals)} {token.symbol}
          </b>
          , {words.extend.ends(end)}
        </p>
      </ActionRow>
      <TransactionDialog
        title={words.extend.question}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        writing={writing}
        confirm={words.extend.confirm(written)}
        keep={words.extend.keep}
        onConfirm={confirm}
        reason={plan.data && !blocker ? undefined : blocker ? terms.noCoin(coin) : transactions.checking}
        refusal={refusal}
        token={token}
      >
        <DurationField
          duration={added}
          least={most < 60n ? most : 60n}
          most={most}
          startsAt={state.since + state.duration}
          onChange={setWanted}
        />
        <Facts
          facts={[
            { name: words.extend.pay, value: <b className="font-semibold">{written}</b> },
            { name: words.extend.newEnd, value: end },
            ...(relayStep
              ? []
              : [{ name: terms.networkFee, value: feeInAllWords(fees.inAll, { texts, formats, coin }) }]),
            ...(raise > 0n
              ? [{ name: words.extend.bondRaise, value: `${formats.amount(raise, token.decimals)} ${token.symbol}` }]
              : []),
          ]}
        />
        {raise > 0n && free !== undefined && free < raise && (
          <Note tone="warning" fact={words.extend.bondShort}>
            {words.extend.bondShortMeaning}
          </Note>
        )}
        {plan.data && (
          <div className="text-sm text-muted-foreground">
            <p>{planInShort(plan.data.steps, { texts, formats })}</p>
            <PlanSteps steps={plan.data.steps} {...{ fees, token }} />
          </div>
        )}
      </TransactionDialog>
    </>
  )
}
