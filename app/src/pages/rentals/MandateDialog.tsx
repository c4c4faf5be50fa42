import { parseMandate, revokeMandate, type SignedMandate } from "@gpuflow/escrow/mandate"
import { useMandateStatus, useTokenMetadata } from "@gpuflow/escrow/react"
import { useState } from "react"
import { isAddressEqual } from "viem"

import { useChainNow } from "../../chain/useHead.ts"
import { useFormats } from "../../format/useFormats.ts"
import { useDeployment } from "../../settings/SettingsProvider.tsx"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { TransactionDialog } from "../../transactions/TransactionDialog.tsx"
import { useTransaction } from "../../transactions/useTransaction.ts"
import { Facts } from "../../ui/Facts.tsx"
import { TextField } from "../../ui/Field.tsx"

/** A mandate that the reader has saved: what it allows, what it has used, and how to end it alone. */
export function MandateDialog({ onClose }: { onClose: () => void }) {
  const { rentals: texts } = useTexts()
  const deployment = useDeployment()
  const [text, setText] = useState("")
  const given = text.trim() === "" ? undefined : read(text)
  const isElsewhere =
    given !== undefined &&
    (given.chainId !== deployment.chainId ||
      !isAddressEqual(given.escrow, deployment.escrow) ||
      !deployment.mandateContract ||
      !isAddressEqual(given.mandateContract, deployment.mandateContract))
  const signed = isElsewhere ? undefined : given
  const problem =
    text.trim() === "" || signed ? undefined : isElsewhere ? texts.mandateElsewhere : texts.mandateUnreadable
  const writing = useTransaction({ kind: "revokeMandate" }, { isInDialog: true })
  return (
    <TransactionDialog
      title={texts.mandateTitle}
      isOpen
      onClose={onClose}
      writing={writing}
      confirm={texts.endOne}
      keep={texts.keepThem}
      reason={signed ? undefined : texts.mandateFirst}
      onConfirm={() => {
        if (!signed) return
        const { mandateContract, mandate } = signed
        writing.send((client, options) => revokeMandate(client, { mandateContract, salt: mandate.salt, ...options }))
      }}
    >
      <TextField
        label={texts.mandateText}
        hint={texts.mandateHint}
        rows={4}
        spellCheck={false}
        className="mono"
        value={text}
        onChange={({ target }) => setText(target.value)}
        problem={problem}
      />
      {signed && <Details signed={signed} />}
      {signed && <p className="text-sm text-muted-foreground">{texts.endOneMeaning}</p>}
    </TransactionDialog>
  )
}

function Details({ signed: { chainId, mandateContract, mandate, rental } }: { signed: SignedMandate }) {
  const { rentals: texts } = useTexts()
  const formats = useFormats()
  const now = useChainNow()
  const { renter, salt, maxTotal, step, expiry, epoch } = mandate
  const status = useMandateStatus({ chainId, mandateContract, renter, salt }).data
  const token = useTokenMetadata({ chainId, token: rental.offer.token }).data
  const write = (amount: bigint) =>
    token?.decimals === undefined ? "…" : `${formats.amount(amount, token.decimals)} ${token.symbol ?? ""}`
  const isOver = status && (status.revoked || status.epoch !== epoch || expiry < now)
  return (
    <Facts
      isPlain
      facts={[
        { name: texts.mandateStep, value: formats.duration(step) },
        { name: texts.used, value: status ? `${write(status.spent)} ${texts.usedOf(write(maxTotal))}` : "…" },
        { name: texts.mandateUntil, value: formats.date(expiry) },
        { name: texts.mandateState, value: status ? (isOver ? texts.mandateRevoked : texts.mandateWorks) : "…" },
      ]}
    />
  )
}

function read(text: string): SignedMandate | undefined {
  try {
    return parseMandate(text)
  } catch {
    return undefined
  }
}
