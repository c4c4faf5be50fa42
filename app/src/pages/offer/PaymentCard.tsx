import type { DepositPlan, RunDepositResult } from "@gpuflow/escrow/plan"
import { useDollarValue } from "@gpuflow/escrow/react"
import { useNavigate } from "@tanstack/react-router"
import { useState } from "react"
import { zeroAddress } from "viem"
import { useConnection } from "wagmi"

import { useBalances } from "../../chain/useBalances.ts"
import { useChainNow } from "../../chain/useHead.ts"
import { useFormats } from "../../format/useFormats.ts"
import type { ReadOffer } from "../../server/signedOfferQuery.ts"
import type { TokenInfo } from "../../server/tokensOf.ts"
import { prefer } from "../../settings/preferences.ts"
import { useDeployment } from "../../settings/SettingsProvider.tsx"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { FailureNote } from "../../transactions/FailureNote.tsx"
import type { Failure } from "../../transactions/failure.ts"
import { useRelay } from "../../transactions/relayer.ts"
import { useFailure } from "../../transactions/useFailure.ts"
import { useNetworkFees } from "../../transactions/useNetworkFees.ts"
import { useTransaction } from "../../transactions/useTransaction.ts"
import { Amount } from "../../ui/Amount.tsx"
import { Button } from "../../ui/Button.tsx"
import { Facts } from "../../ui/Facts.tsx"
import { Note } from "../../ui/Note.tsx"
import { ConnectDialog } from "../../wallet/ConnectDialog.tsx"
import { useWrongNetwork } from "../../wallet/useWrongNetwork.ts"
import { DurationField } from "./DurationField.tsx"
import type { Outcomes } from "./outcomes.ts"
import { PayBar } from "./PayBar.tsx"
import { PlanSteps } from "./PlanSteps.tsx"
import { feeInAllWords, planInShort } from "./planWords.ts"
import { RiskNotes } from "./RiskNotes.tsx"
import { useDepositPlan } from "./useDepositPlan.ts"

type PaymentCardProps = {
  readonly read: ReadOffer
  /** The machine's name. */
  readonly label: string
  readonly outcomes: Outcomes
  readonly token: TokenInfo
  readonly feeBps: bigint
  readonly duration: bigint
  readonly onDuration: (seconds: bigint) => void
  readonly onRefetch: () => void
  /** Why the escrow would not take it now, whoever pays. */
  readonly refusal: Failure | undefined
}

const HOUR = 3_600n

/** How long, the whole price, and the one button that pays it. */
export function PaymentCard(props: PaymentCardProps) {
  const { read, label, outcomes, token, feeBps, duration, onDuration, onRefetch, refusal } = props
  const texts = useTexts()
  const { offer: words, units } = texts
  const formats = useFormats()
  const { chainId, coin, relayer } = useDeployment()
  const { isConnected } = useConnection()
  const isElsewhere = useWrongNetwork() !== undefined
  const navigate = useNavigate()
  const now = useChainNow()
  const [isConnecting, setConnecting] = useState(false)
  const [isRelayed, setRelayed] = useState(false)
  const { offer } = read.signed
  const relay = useRelay(isRelayed)
  const { data: plan, error, isCurrent, refetch } = useDepositPlan(read.signed, duration, relay)
  const balances = useBalances(offer.token)
  const fees = useNetworkFees(plan?.steps, {
    verb: "deposit",
    isNative: offer.token === zeroAddress,
    hasBond: outcomes.bond > 0n,
  })
  const dollars = useDollarValue({
    ...{ chainId, token: offer.token, amount: outcomes.price },
    query: { retry: false, placeholderData: (before) => before },
  }).data?.dollars
  const planned = useFailure(error)
  const failure = refusal ?? planned

  const amount = (value: bigint) => formats.amount(value, token.decimals)
  const withToken = (value: bigint) => `${amount(value)} ${token.symbol}`
  const writing = useTransaction<RunDepositResult>({
    kind: "rent",
    rental: plan?.summary.id,
    label,
    figure: { amount: outcomes.price, decimals: token.decimals, symbol: token.symbol },
  })
  const least = offer.minDuration > 60n ? offer.minDuration : 60n
  const affordable = balances && affordableSeconds(balances.token, offer.pricePerHour)
  const lacks = balances !== undefined && balances.token < outcomes.price
  const relayStep = plan?.steps.find((step) => step.kind === "relay" || step.kind === "sign")
  const blocker = plan?.blockers[0]
  const isReady = isConnected && plan !== undefined && isCurrent && !failure && !blocker && !lacks && !isElsewhere

  const pay = async (ready: DepositPlan) => {
    const { runDeposit } = await import("@gpuflow/escrow/plan")
    prefer({ hours: Number(duration) / 3_600 })
    writing.send((client, options) => runDeposit(client, { plan: ready, relay: relay ?? undefined, ...options }))
    void navigate({ to: "/pay/$id", params: { id: ready.summary.id } })
  }
  const button = isConnected ? (
    <Button
      look="primary"
      size="large"
      waiting={!isReady && !failure && !blocker && !lacks && !isElsewhere}
      {...(!isReady && { "aria-disabled": true })}
      onClick={() => {
        if (isReady && plan) void pay(plan)
      }}
    >
      {words.pay(withToken(outcomes.price))}
    </Button>
  ) : (
    <Button look="primary" size="large" onClick={() => setConnecting(true)}>
      {words.connect}
    </Button>
  )

  return (
    <section aria-label={words.payment} className="rounded-lg border border-border bg-card">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4.5 p-5 max-md:p-4">
        <DurationField duration={duration} least={least} most={offer.maxDuration} onChange={onDuration} />
        <hr className="border-border" />
        <div>
          <div className="flex flex-wrap items-baseline justify-between gap-x-3">
            <span className="text-sm font-medium">{words.lockNow}</span>
            <span className="text-3xl font-semibold">
              {token.isDollar && dollars !== undefined ? formats.dollars(dollars) : withToken(outcomes.price)}
            </span>
          </div>
          <Facts
            isPlain
            facts={[
              {
                key: "price",
                name: words.hoursAt(
                  duration % HOUR === 0n ? units.hours(formats.count(duration / HOUR)) : formats.duration(duration),
                  withToken(offer.pricePerHour),
                ),
                value: <Amount amount={outcomes.price} decimals={token.decimals} symbol={token.symbol} />,
              },
              ...(token.isDollar || dollars === undefined
                ? []
                : [{ key: "dollars", name: words.inDollars, value: formats.dollars(dollars) }]),
              {
                key: "fee",
                name: words.platformFee(formats.exactShare(feeBps)),
                value: words.hostPays(amount(outcomes.fee)),
              },
              {
                key: "network",
                name: words.networkFee,
                value:
                  relayStep && "fee" in relayStep
                    ? words.relayed(withToken(relayStep.fee))
                    : feeInAllWords(fees.inAll, { texts, formats, coin }),
              },
            ]}
          />
        </div>
        <hr className="border-border" />
        <Facts
          isPlain
          facts={[
            {
              name: words.billedAtLeast,
              value:
                offer.minDuration > 60n
                  ? `${formats.duration(offer.minDuration)}, ${amount(outcomes.commitment)}`
                  : texts.market.withoutMinimum,
            },
            { name: words.bond, value: outcomes.bond > 0n ? withToken(outcomes.bond) : words.noBond },
            { name: words.stake, value: words.atMost(amount(outcomes.stake)) },
            { name: words.exit, value: formats.date(plan?.summary.exitAt ?? latestExit(props, now)) },
          ]}
        />
        <RiskNotes terms={offer} token={token} />
        {lacks && affordable !== undefined && (
          <Note
            tone="warning"
            fact={words.tooLittle(amount(balances.token), withToken(outcomes.price))}
            action={
              affordable >= least && (
                <Button size="small" onClick={() => onDuration(affordable)}>
                  {words.choose(formats.duration(affordable))}
                </Button>
              )
            }
          >
            {affordable >= least ? words.enoughFor(formats.duration(affordable)) : words.enoughForNothing}
          </Note>
        )}
        {blocker && !lacks && (
          <Note tone="warning" fact={words.noCoin(coin)}>
            {words.noCoinMeaning(coin)}
          </Note>
        )}
        {failure && !lacks && (
          <FailureNote
            failure={failure}
            token={token}
            ways={{
              similar: { label: words.similar, onClick: () => void navigate({ to: "/" }) },
              newOffer: { label: words.newOne, onClick: onRefetch },
              again: { label: texts.ui.tryAgain, onClick: () => void refetch() },
              look: { label: texts.ui.tryAgain, onClick: onRefetch },
            }}
          />
        )}
        <div className="grid gap-2.5">
          {button}
          <p className="text-center text-sm text-muted-foreground">
            {!isConnected
              ? texts.account.choose
              : plan
                ? planInShort(plan.steps, { texts, formats })
                : failure || lacks
                  ? texts.transactions.failures.nothingPaid
                  : words.planning}
          </p>
        </div>
        {plan && isReady && plan.steps.length > 0 && (
          <div className="text-sm">
            <h2 className="font-medium">{words.steps}</h2>
            <div className="mt-1">
              <PlanSteps steps={plan.steps} {...{ fees, token }} />
            </div>
          </div>
        )}
      </div>
      {balances && (
        <div className="flex flex-wrap items-center justify-between gap-2 border-t border-border px-5 py-3.5 text-sm max-md:px-4">
          <span>
            <span className="text-muted-foreground">{words.balance}</span>{" "}
            <Amount amount={balances.token} decimals={token.decimals} symbol={token.symbol} /> ·{" "}
            <Amount amount={balances.coin} decimals={18} symbol={coin} />
          </span>
          {relayer && (
            <button type="button" className="link" onClick={() => setRelayed(!isRelayed)}>
              {isRelayed ? words.withCoin(coin) : words.withoutCoin(coin)}
            </button>
          )}
        </div>
      )}
      <PayBar total={withToken(outcomes.price)} time={formats.duration(duration)}>
        {isConnected ? (
          <Button look="primary" {...(!isReady && { "aria-disabled": true })} onClick={() => isReady && void pay(plan)}>
            {words.payShort}
          </Button>
        ) : (
          <Button look="primary" onClick={() => setConnecting(true)}>
            {texts.account.connect}
          </Button>
        )}
      </PayBar>
      <ConnectDialog isOpen={isConnecting} onClose={() => setConnecting(false)} />
    </section>
  )
}

/** In whole hours where that is something, so that nobody ends up without a unit left. */
function affordableSeconds(balance: bigint, pricePerHour: bigint): bigint {
  const seconds = pricePerHour === 0n ? 0n : (balance * HOUR) / pricePerHour
  return seconds >= HOUR ? (seconds / HOUR) * HOUR : (seconds / 60n) * 60n
}

/** Until a plan says it: as if it were paid now, and everything took its time. */
function latestExit({ read, duration }: Pick<PaymentCardProps, "read" | "duration">, now: bigint): bigint {
  const { startWindow, challengeWindow } = read.signed.offer
  return now + startWindow + duration + challengeWindow + 14n * 86_400n
}
