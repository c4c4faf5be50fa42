import { withdraw } from "@gpuflow/escrow"
import { useState } from "react"
import { type Address, isAddress } from "viem"

import { useFormats } from "../../format/useFormats.ts"
import type { RentalList } from "../../server/rentalList.ts"
import { useDeployment } from "../../settings/SettingsProvider.tsx"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { TransactionDialog } from "../../transactions/TransactionDialog.tsx"
import { useSimulation } from "../../transactions/useSimulation.ts"
import { useTransaction } from "../../transactions/useTransaction.ts"
import { Button } from "../../ui/Button.tsx"
import { Field } from "../../ui/Field.tsx"
import { Note } from "../../ui/Note.tsx"
import { type Credit, useCredits } from "./useCredits.ts"

/** Payouts that could not be delivered, and where to take them. */
export function Credits({ account, isOwn, list }: { account: Address; isOwn: boolean; list: RentalList }) {
  const { rentals: texts } = useTexts()
  const formats = useFormats()
  const credits = useCredits(account, list.tokens)
  const [taken, setTaken] = useState<Credit>()
  return (
    <>
      {credits.data?.map((credit) => {
        const { token, amount } = credit
        return (
          <Note
            key={token.address}
            tone="warning"
            fact={texts.creditWaits(`${formats.amount(amount, token.decimals)} ${token.symbol}`)}
            action={
              isOwn && (
                <Button size="small" onClick={() => setTaken(credit)}>
                  {texts.withdraw}
                </Button>
              )
            }
          >
            {isOwn ? texts.creditMeaning : texts.creditOfOther}
          </Note>
        )
      })}
      {taken && <WithdrawDialog credit={taken} account={account} onClose={() => setTaken(undefined)} />}
    </>
  )
}

type WithdrawDialogProps = { readonly credit: Credit; readonly account: Address; readonly onClose: () => void }

function WithdrawDialog({ credit: { token, amount }, account, onClose }: WithdrawDialogProps) {
  const { rentals: texts } = useTexts()
  const formats = useFormats()
  const { escrow } = useDeployment()
  const [to, setTo] = useState<string>(account)
  const target = isAddress(to.trim(), { strict: false }) ? (to.trim() as Address) : undefined
  const written = `${formats.amount(amount, token.decimals)} ${token.symbol}`
  const writing = useTransaction(
    { kind: "withdraw", figure: { amount, decimals: token.decimals, symbol: token.symbol } },
    { isInDialog: true },
  )
  const refusal = useSimulation("withdraw", {
    ...{ token: token.address, to: target ?? account, owner: account },
    enabled: target !== undefined,
  })
  return (
    <TransactionDialog
      title={texts.withdrawTitle(written)}
      isOpen
      onClose={onClose}
      writing={writing}
      token={{ decimals: token.decimals, symbol: token.symbol }}
      confirm={`${texts.withdraw}: ${written}`}
      reason={target ? undefined : texts.notAddress}
      refusal={target ? (refusal ?? undefined) : undefined}
      onConfirm={() => {
        if (!target) return
        writing.send((client, options) => withdraw(client, { escrow, token: token.address, to: target, ...options }))
      }}
    >
      <Field
        label={texts.withdrawTo}
        hint={texts.withdrawToHint}
        value={to}
        autoComplete="off"
        spellCheck={false}
        className="mono"
        onChange={({ target: { value } }) => setTo(value)}
        problem={target ? undefined : texts.notAddress}
      />
    </TransactionDialog>
  )
}
