import { resolve } from "@gpuflow/escrow"
import { useState } from "react"
import { isAddressEqual } from "viem"
import { useConnection } from "wagmi"

import type { AccountKind } from "../../chain/accountKind.ts"
import { useFormats } from "../../format/useFormats.ts"
import type { ListedDispute } from "../../server/disputeList.ts"
import type { TokenInfo } from "../../server/tokensOf.ts"
import { useDeployment } from "../../settings/SettingsProvider.tsx"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { TransactionDialog } from "../../transactions/TransactionDialog.tsx"
import { useSimulation } from "../../transactions/useSimulation.ts"
import { useTransaction } from "../../transactions/useTransaction.ts"
import { Button } from "../../ui/Button.tsx"
import { Card } from "../../ui/Card.tsx"
import { Field } from "../../ui/Field.tsx"
import { Slider } from "../../ui/Slider.tsx"
import { SplitBar } from "../../ui/SplitBar.tsx"
import { parseShare, phaseOf, rulingOf } from "./disputeMoney.ts"
import { RulingTable } from "./RulingTable.tsx"
import { SafeDialog } from "./SafeDialog.tsx"

type RulingCardProps = {
  readonly dispute: ListedDispute
  readonly token: TokenInfo
  /** What kind of account the arbiter is. */
  readonly kind: AccountKind | undefined
  readonly now: bigint
}

/** How far the promise was kept, and who would get what. A free amount is never typed. */
export function RulingCard({ dispute, token, kind, now }: RulingCardProps) {
  const { arbiter: texts } = useTexts()
  const formats = useFormats()
  const { escrow } = useDeployment()
  const { address } = useConnection()
  const [written, setWritten] = useState("50")
  const [isRuling, setRuling] = useState(false)
  const [isForSafe, setForSafe] = useState(false)
  const { id, rental, state } = dispute
  const { phase, from } = phaseOf(state, now)
  const parsed = parseShare(written)
  const hostBps = parsed ?? 5_000n
  const ruling = rulingOf(dispute, hostBps)
  const share = formats.exactShare(hostBps)
  const amount = (value: bigint) => `${formats.amount(value, token.decimals)} ${token.symbol}`
  const isArbiter = address !== undefined && isAddressEqual(address, rental.offer.arbiter)
  const reason =
    parsed === undefined
      ? texts.notNumber
      : phase === "evidence"
        ? texts.notYet(formats.moment(from, now))
        : phase === "over"
          ? texts.tooLate
          : undefined
  const writing = useTransaction({ kind: "resolve", rental: id }, { isInDialog: true })
  const refusal = useSimulation("resolve", { rental, hostBps, enabled: isRuling && isArbiter })
  const sentence = texts.splitSentence(
    amount(ruling.renter.inAll),
    amount(ruling.platform.inAll),
    amount(ruling.host.inAll),
  )
  const parts = { host: ruling.host.inAll, fee: ruling.platform.inAll, you: ruling.renter.inAll }
  return (
    <Card label={texts.howFar}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <div className="flex flex-wrap items-end justify-between gap-3">
          <h2 className="text-lg font-semibold tracking-[-0.01em]">{texts.howFar}</h2>
          <div className="w-32">
            <Field
              label={texts.percent}
              unit="%"
              inputMode="decimal"
              value={written}
              problem={parsed === undefined ? texts.notNumber : undefined}
              onChange={({ target }) => setWritten(target.value)}
            />
          </div>
        </div>
        <div>
          <Slider
            label={texts.shareKept}
            value={Number(hostBps) / 100}
            min={0}
            max={100}
            onChange={(value) => setWritten(String(value))}
            valueText={texts.sentence(share, amount(ruling.renter.inAll), amount(ruling.host.inAll))}
          />
          <p className="flex justify-between gap-4 text-xs text-muted-foreground">
            <span>{texts.notAtAll}</span>
            <span className="text-right">{texts.fully}</span>
          </p>
        </div>
        <SplitBar parts={parts} sentence={sentence} isTall />
        <RulingTable {...{ dispute, ruling, token }} />
        <div className="flex flex-wrap items-center justify-between gap-4">
          <p className="max-w-[52ch] text-sm text-muted-foreground">{texts.final}</p>
          <div className="flex flex-wrap gap-2">
            {kind?.kind === "safe" && (
              <Button {...(reason && { reason })} onClick={() => setForSafe(true)}>
                {texts.forSafe}
              </Button>
            )}
            {(isArbiter || kind?.kind !== "safe") && (
              <Button
                look="primary"
                {...(isArbiter ? reason && { reason } : { reason: texts.notArbiter })}
                onClick={() => setRuling(true)}
              >
                {texts.rule(share)}
              </Button>
            )}
          </div>
        </div>
      </div>
      <TransactionDialog
        title={texts.question}
        isOpen={isRuling}
        onClose={() => setRuling(false)}
        writing={writing}
        confirm={texts.confirm(share)}
        keep={texts.keep}
        refusal={refusal ?? undefined}
        token={token}
        onConfirm={() => writing.send((client, options) => resolve(client, { escrow, rental, hostBps, ...options }))}
      >
        <SplitBar parts={parts} sentence={sentence} isTall />
        <RulingTable {...{ dispute, ruling, token }} isShort />
        <p className="text-sm text-muted-foreground">{texts.final}</p>
      </TransactionDialog>
      {isForSafe && (
        <SafeDialog {...{ id, rental, hostBps, now }} since={state.since} onClose={() => setForSafe(false)} />
      )}
    </Card>
  )
}
