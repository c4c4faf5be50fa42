// Every transaction of this device, until it is final: those of this page, of another tab, and of before a reload.
import { useLocation } from "@tanstack/react-router"
import { X } from "lucide-react"
import { useEffect } from "react"

import { rentalLinkOf } from "../chain/links.ts"
import { useFormats } from "../format/useFormats.ts"
import { useDeployment } from "../settings/SettingsProvider.tsx"
import { useTexts } from "../texts/TextsProvider.tsx"
import { Address } from "../ui/Address.tsx"
import { Button } from "../ui/Button.tsx"
import { areToastsRead, Toast, ToastRegion } from "../ui/Toast.tsx"
import { useFailureWords } from "./FailureNote.tsx"
import { TransactionFollower } from "./TransactionFollower.tsx"
import { forgetTransaction, isPreparing, type Transaction, useTransactions } from "./transactionStore.ts"

/** Milliseconds for which a toast that needs nothing stays. */
const FINAL_STAYS = 8_000

export function TransactionToasts() {
  const { transactions: texts } = useTexts()
  const { chainId, escrow } = useDeployment()
  const { pathname } = useLocation()
  const all = useTransactions().filter((one) => one.chainId === chainId && one.escrow === escrow)
  const shown = all
    .filter(({ isInDialog, phase }) => !isInDialog || !["checking", "wallet", "failed"].includes(phase))
    // The page of a payment shows each phase itself.
    .filter(({ kind, rental }) => kind !== "rent" || pathname !== `/pay/${rental}`)
  return (
    <>
      {all.map((one) => (
        <TransactionFollower key={one.key} transaction={one} />
      ))}
      <ToastRegion label={texts.region} count={shown.length}>
        {shown.map((one) => (
          <TransactionToast key={one.key} transaction={one} />
        ))}
      </ToastRegion>
    </>
  )
}

function TransactionToast({ transaction }: { transaction: Transaction }) {
  const { transactions: texts, ui } = useTexts()
  const formats = useFormats()
  const words = useFailureWords(transaction.figure, transaction.kind)
  const { key, kind, phase, hash, blockNumber, step, isReorganised, failure, figure } = transaction
  const amount = figure && `${formats.amount(figure.amount, figure.decimals)} ${figure.symbol}`
  const { doing, done } = texts.kinds[kind]
  useEffect(() => {
    if (phase !== "final") return
    const timer = setInterval(() => {
      if (!areToastsRead()) forgetTransaction(key)
    }, FINAL_STAYS)
    return () => clearInterval(timer)
  }, [key, phase])
  const close = (
    <Button look="ghost" size="small" square aria-label={ui.close} onClick={() => forgetTransaction(key)}>
      <X aria-hidden className="size-4" />
    </Button>
  )
  const link = hash && <Address value={hash} kind="transaction" hasCopy={false} />
  const open = transaction.rental && (
    <a href={rentalLinkOf(transaction.rental)} className="link">
      {texts.open}
    </a>
  )
  if (failure) {
    const { fact, meaning } = words(failure, hash !== undefined)
    return (
      <Toast state={failure.kind === "rejected" ? "refused" : "failed"} title={fact} action={close}>
        {meaning} {link} {open}
      </Toast>
    )
  }
  switch (phase) {
    case "checking":
      return (
        <Toast state="waiting" title={doing}>
          {texts.checking}
        </Toast>
      )
    case "wallet":
      return (
        <Toast state="waiting" title={texts.inWallet}>
          {doing}
          {amount && `, ${amount}`}
          {step && step.count > 1 && ` · ${texts.step(formats.count(step.index), formats.count(step.count))}`}
        </Toast>
      )
    case "sent":
      if (transaction.isWith) {
        const { sent, meaning } = texts.isWith[transaction.isWith]
        return (
          <Toast state="waiting" title={sent}>
            {meaning}
          </Toast>
        )
      }
      return (
        <Toast state="waiting" title={isReorganised ? texts.reorganised : texts.sent}>
          {isReorganised ? texts.reorganisedMeaning : texts.sentMeaning} {link}
        </Toast>
      )
    case "included":
      if (isPreparing(transaction)) {
        return (
          <Toast state="waiting" title={doing}>
            {step && texts.step(formats.count(step.index), formats.count(step.count))}
          </Toast>
        )
      }
      return (
        <Toast state="waiting" title={done(amount)} action={close}>
          {blockNumber === undefined ? texts.notFinal : texts.inBlock(formats.count(blockNumber))} {link} {open}
        </Toast>
      )
    default:
      return (
        <Toast state="done" title={done(amount)} action={close}>
          {texts.final} {link} {open}
        </Toast>
      )
  }
}
