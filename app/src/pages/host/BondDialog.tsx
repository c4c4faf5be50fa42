import { type TransactionResult, withdrawBond } from "@gpuflow/escrow"
import { runPayment } from "@gpuflow/escrow/plan"
import { usePlanPayment } from "@gpuflow/escrow/react"
import { useState } from "react"
import { type Address, parseUnits } from "viem"

import { useFormats } from "../../format/useFormats.ts"
import { useDeployment } from "../../settings/SettingsProvider.tsx"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { TransactionDialog } from "../../transactions/TransactionDialog.tsx"
import { useFailure } from "../../transactions/useFailure.ts"
import { useSimulation } from "../../transactions/useSimulation.ts"
import { useTransaction } from "../../transactions/useTransaction.ts"
import { Facts } from "../../ui/Facts.tsx"
import { Field } from "../../ui/Field.tsx"
import type { BondUse } from "./hostMoney.ts"

type BondDialogProps = {
  readonly kind: "fund" | "withdraw"
  readonly use: BondUse
  readonly host: Address
  readonly onClose: () => void
}

/** Adds to a host's free bond, or takes out of it. */
export function BondDialog({ kind, use, host, onClose }: BondDialogProps) {
  const { host: texts, offer: terms, transactions } = useTexts()
  const formats = useFormats()
  const { chainId, escrow, coin } = useDeployment()
  const { token, free, needed, spare, short } = use
  const isFunding = kind === "fund"
  const suggested = isFunding ? short : spare
  const [text, setText] = useState(() => (suggested > 0n ? plain(suggested, token.decimals) : ""))
  const amount = parsed(text, token.decimals)
  const isTooMuch = !isFunding && amount !== undefined && amount > free
  const isReady = amount !== undefined && amount > 0n && !isTooMuch
  const after = amount === undefined ? free : isFunding ? free + amount : free - amount
  const write = (value: bigint) => `${formats.amount(value, token.decimals)} ${token.symbol}`

  const writing = useTransaction<TransactionResult>(
    {
      kind: isFunding ? "fundBond" : "withdrawBond",
      ...(amount && { figure: { amount, decimals: token.decimals, symbol: token.symbol } }),
    },
    { isInDialog: true },
  )
  const plan = usePlanPayment({
    ...{ chainId, verb: "fundBond", account: host },
    parameters: { escrow, token: token.address, amount: amount ?? 0n },
    query: { enabled: isFunding && isReady },
  })
  const unplanned = useFailure(plan.error)
  const simulated = useSimulation("withdrawBond", {
    ...{ token: token.address, amount: amount ?? 0n, to: host },
    enabled: !isFunding && isReady,
  })
  const refusal = isFunding ? unplanned : simulated
  const steps = plan.data?.steps.length
  const unready = plan.data?.blockers[0] ? terms.noCoin(coin) : plan.data ? undefined : transactions.checking
  return (
    <TransactionDialog
      title={isFunding ? texts.bondAddTitle(token.symbol) : texts.bondTakeOutTitle(token.symbol)}
      isOpen
      onClose={onClose}
      writing={writing}
      token={{ decimals: token.decimals, symbol: token.symbol }}
      confirm={
        isReady && amount
          ? isFunding
            ? texts.bondAddAmount(write(amount))
            : texts.bondTakeOutAmount(write(amount))
          : isFunding
            ? texts.bondAdd
            : texts.bondTakeOut
      }
      reason={isReady ? (isFunding ? unready : undefined) : texts.enterAmount}
      refusal={isReady ? (refusal ?? undefined) : undefined}
      onConfirm={() => {
        const planned = plan.data
        if (!isFunding && amount) {
          writing.send((client, options) => {
            return withdrawBond(client, { escrow, token: token.address, amount, to: host, ...options })
          })
        }
        if (isFunding && planned) writing.send((client, options) => runPayment(client, { plan: planned, ...options }))
      }}
    >
      <Field
        label={texts.amount}
        unit={token.symbol}
        inputMode="decimal"
        autoComplete="off"
        value={text}
        onChange={({ target }) => setText(target.value)}
        problem={
          text !== "" && amount === undefined ? texts.notAmount : isTooMuch ? texts.bondAtMost(write(free)) : undefined
        }
      />
      <Facts
        isPlain
        facts={[
          { name: texts.bondFreeAfter, value: write(after < 0n ? 0n : after) },
          { name: texts.bondNeededByOffers, value: write(needed) },
          ...(isFunding && steps !== undefined && steps > 1
            ? [{ name: texts.confirmations, value: formats.count(steps) }]
            : []),
        ]}
      />
      <p className="text-sm text-muted-foreground">
        {isFunding ? texts.bondAddMeaning : after < needed ? texts.bondTakeOutShort : texts.bondTakeOutMeaning}
      </p>
    </TransactionDialog>
  )
}

/** Accepts a comma or a point before the decimals. */
function parsed(text: string, decimals: number): bigint | undefined {
  const number = text
    .trim()
    .replaceAll(/[\s\u00a0\u202f]/g, "")
    .replace(",", ".")
  if (!/^\d+(\.\d*)?$/.test(number)) return undefined
  if ((number.split(".")[1]?.length ?? 0) > decimals) return undefined
  return parseUnits(number, decimals)
}

function plain(amount: bigint, decimals: number): string {
  const [whole, part = ""] = [amount / 10n ** BigInt(decimals), String(amount % 10n ** BigInt(decimals))]
  const digits = part.padStart(decimals, "0").replace(/0+$/, "")
  return digits ? `${whole}.${digits}` : String(whole)
}
