import { bondLocked, EVIDENCE_WINDOW } from "@gpuflow/escrow"
import type { RunPaymentResult } from "@gpuflow/escrow/plan"
import { usePlanPayment } from "@gpuflow/escrow/react"
import { useState } from "react"
import { zeroAddress } from "viem"

import { useFormats } from "../../format/useFormats.ts"
import { useDeployment } from "../../settings/SettingsProvider.tsx"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { TransactionDialog } from "../../transactions/TransactionDialog.tsx"
import { useFailure } from "../../transactions/useFailure.ts"
import { useNetworkFees } from "../../transactions/useNetworkFees.ts"
import { useTransaction } from "../../transactions/useTransaction.ts"
import { ActionRow } from "../../ui/ActionRow.tsx"
import { Button } from "../../ui/Button.tsx"
import { Facts } from "../../ui/Facts.tsx"
import { TextField } from "../../ui/Field.tsx"
import { PlanSteps } from "../offer/PlanSteps.tsx"
import { feeInAllWords } from "../offer/planWords.ts"
import type { ActionProps } from "./actionTypes.ts"
import { evidenceUriOf } from "./evidence.ts"
import { disputeMoney } from "./rentalMoney.ts"

const ARBITRATION_WINDOW = 14n * 86_400n

/** Ends a rental that is not what was promised, and has the arbiter decide. */
export function DisputeAction({ id, found, token, now }: ActionProps) {
  const texts = useTexts()
  const { rental: words, offer: terms, transactions } = texts
  const formats = useFormats()
  const { chainId, escrow, coin } = useDeployment()
  const { rental, state } = found
  const [isOpen, setOpen] = useState(false)
  const [said, setSaid] = useState("")
  const money = disputeMoney(found, now)
  const bond = bondLocked(rental.offer, state)
  const evidenceURI = evidenceUriOf(said)
  const plan = usePlanPayment({
    // The words change nothing of the plan but its last call, so the plan is made for what is said when it is sent.
    ...{ chainId, escrow, verb: "dispute", parameters: { escrow, rental, evidenceURI: "" } },
    query: { enabled: isOpen, structuralSharing: false },
  })
  const refusal = useFailure(plan.error)
  const amount = (value: bigint) => formats.amount(value, token.decimals)
  const figure = { amount: money.stake, decimals: token.decimals, symbol: token.symbol }
  const writing = useTransaction<RunPaymentResult>({ kind: "dispute", rental: id, figure }, { isInDialog: true })
  const paying = {
    verb: "dispute" as const,
    isNative: rental.offer.token === zeroAddress,
    hasBond: false,
  }
  const fees = useNetworkFees(plan.data?.steps, paying, { enabled: isOpen && plan.data !== undefined })
  const blocker = plan.data?.blockers[0]
  const confirm = () =>
    writing.send(async (client, options) => {
      const { planPayment, runPayment } = await import("@gpuflow/escrow/plan")
      const parameters = { escrow, rental, evidenceURI }
      const ready = await planPayment(client, { verb: "dispute", parameters, ...options })
      return runPayment(client, { plan: ready, ...options })
    })
  const reason = blocker
    ? terms.noCoin(coin)
    : plan.data
      ? said.trim() === ""
        ? words.dispute.sayWhat
        : undefined
      : transactions.checking
  return (
    <>
      <ActionRow
        title={words.dispute.title}
        action={<Button onClick={() => setOpen(true)}>{words.more(words.dispute.title)}</Button>}
      >
        <p>
          {words.dispute.meaning} <b>{words.dispute.back(amount(money.back))}</b>
          {words.dispute.row(amount(money.stake), amount(money.contested), bond > 0n)}
        </p>
      </ActionRow>
      <TransactionDialog
        title={words.dispute.question}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        writing={writing}
        confirm={words.dispute.confirm(amount(money.stake))}
        keep={words.dispute.keep}
        look="destructive"
        onConfirm={confirm}
        reason={reason}
        refusal={refusal}
        token={token}
      >
        <p className="text-sm text-muted-foreground">
          {words.dispute.when(formats.moment(now + EVIDENCE_WINDOW, now), formats.date(now + ARBITRATION_WINDOW))}
        </p>
        <Facts
          facts={[
            {
              name: words.dispute.backNow,
              value: <b className="font-semibold">{`${amount(money.back)} ${token.symbol}`}</b>,
            },
            { name: words.dispute.stake, value: amount(money.stake) },
            ...(money.toPay > 0n ? [{ name: words.dispute.toPay, value: amount(money.toPay) }] : []),
            {
              name: words.dispute.win,
              value: bond > 0n ? words.dispute.winBond(amount(money.contested), amount(bond)) : amount(money.contested),
            },
            { name: terms.networkFee, value: feeInAllWords(fees.inAll, { texts, formats, coin }) },
            { name: words.dispute.lose, value: `${amount(money.contested)} + ${amount(money.stake)}` },
          ]}
        />
        <TextField
          label={words.dispute.what}
          hint={words.dispute.whatHint}
          rows={3}
          value={said}
          onChange={({ target }) => setSaid(target.value)}
        />
        {plan.data && plan.data.steps.length > 1 && <PlanSteps steps={plan.data.steps} {...{ fees, token }} />}
      </TransactionDialog>
    </>
  )
}
