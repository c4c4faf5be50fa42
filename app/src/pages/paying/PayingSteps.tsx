import { bondOf, closesAt, cost, exitAt, type RentalState, waitCompensation } from "@gpuflow/escrow"
import { useNavigate, useRouter } from "@tanstack/react-router"
import type { Hex } from "viem"

import { rentalLinkOf } from "../../chain/links.ts"
import { useFormats } from "../../format/useFormats.ts"
import { useDocument } from "../../server/documentQuery.ts"
import { machineWords } from "../../server/machineWords.ts"
import { useToken } from "../../server/useToken.ts"
import { Crumbs } from "../../shell/Crumbs.tsx"
import { PageHead } from "../../shell/PageHead.tsx"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { FailureNote } from "../../transactions/FailureNote.tsx"
import type { Transaction } from "../../transactions/transactionStore.ts"
import { Address } from "../../ui/Address.tsx"
import { Button, buttonClasses } from "../../ui/Button.tsx"
import { Card } from "../../ui/Card.tsx"
import { Facts } from "../../ui/Facts.tsx"
import { Note } from "../../ui/Note.tsx"
import { SplitBar } from "../../ui/SplitBar.tsx"
import { type Step, Steps } from "../../ui/Steps.tsx"
import { offerGrid } from "../offer/offerGrid.ts"
import { AccessCard } from "../rental/AccessCard.tsx"
import type { Found } from "../rental/rentalMoney.ts"
import { stopMoney } from "../rental/rentalMoney.ts"
import { StopAction } from "../rental/StopAction.tsx"
import { useRentalHistory } from "../rental/useRentalHistory.ts"

type PayingStepsProps = {
  readonly id: Hex
  /** What this device knows of the payment. */
  readonly transaction: Transaction | undefined
  /** What the chain knows of the rental. Undefined: it was not read yet. */
  readonly state: RentalState | undefined
  readonly found: Found | undefined
  readonly now: bigint
}

export function PayingSteps({ id, transaction, state, found, now }: PayingStepsProps) {
  const texts = useTexts()
  const { paying: words, transactions, market, rental: rentalWords } = texts
  const formats = useFormats()
  const navigate = useNavigate()
  const { history } = useRouter()
  const events = useRentalHistory(id, found?.state.depositBlock)
  const token = useToken(found?.rental.offer.token)
  const machine = machineWords(useDocument(found?.rental.offer.spec).data)
  const offer = found?.rental.offer
  const { phase, hash, isWith, step, failure, figure } = transaction ?? {}
  const isPaid = found !== undefined
  /** The wallet has answered. */
  const isConfirmed = isPaid || phase === "sent" || hash !== undefined
  const isFunded = state?.status === "Funded"
  const isRunning = state?.status === "Active"
  const isOver = isPaid && !isFunded && !isRunning
  const isFailed = failure !== undefined && !isPaid
  const isNothing = !transaction && state?.status === "None"
  const paidEvent = events.find(({ event }) => event.eventName === "Deposited")
  const startedEvent = events.find(({ event }) => event.eventName === "Started")
  const paidBy = paidEvent?.event.transactionHash ?? hash
  const written = (value: bigint) => (token ? `${formats.amount(value, token.decimals)} ${token.symbol}` : "…")
  const amount = found ? written(cost(found.rental.offer.pricePerHour, found.state.duration)) : figureWords()
  const name = machine.model || (isPaid ? market.unnamed : (transaction?.label ?? words.title))
  const clock = (at: bigint | undefined) => (at === undefined ? undefined : formats.clock(Number(at) * 1_000))

  const title = isNothing
    ? words.nothing
    : isFailed
      ? words.failed
      : isOver
        ? words.over
        : isRunning
          ? words.running
          : isFunded
            ? words.paid
            : hash
              ? words.sent
              : isWith && phase === "sent"
                ? words.isWith[isWith]
                : phase === "wallet"
                  ? words.confirm
                  : words.checking

  const isInstant = offer?.startWindow === 0n
  const steps: readonly Step[] = [
    {
      title: isConfirmed ? words.steps.confirmed : words.steps.confirm,
      state: isConfirmed ? "done" : isFailed ? "failed" : "now",
      detail: isConfirmed ? amount : phase === "wallet" ? inWallet() : transactions.checking,
    },
    {
      title: transaction?.isReorganised ? transactions.reorganised : words.steps.sent,
      state: isPaid ? "done" : isConfirmed ? (isFailed ? "failed" : "now") : "waiting",
      detail: transaction?.isReorganised
        ? transactions.reorganisedMeaning
        : isWith && phase === "sent"
          ? transactions.isWith[isWith].meaning
          : (paidBy || isPaid) && (
              <>
                {words.steps.transaction}{" "}
                {paidBy ? (
                  <Address value={paidBy} kind="transaction" hasCopy={false} />
                ) : (
                  <span className="mono">…</span>
                )}
              </>
            ),
    },
    {
      title:
        isPaid && paidEvent?.event.blockNumber
          ? words.steps.paidInBlock(formats.count(paidEvent.event.blockNumber))
          : words.steps.paid,
      state: isPaid ? "done" : "waiting",
      time: clock(paidEvent?.at),
      detail:
        offer &&
        found &&
        words.steps.locked(
          amount,
          bondOf(offer, found.state.duration) > 0n ? written(bondOf(offer, found.state.duration)) : undefined,
        ),
    },
    ...(isInstant
      ? []
      : [
          {
            title: words.steps.host,
            state: isFunded ? "now" : isPaid ? "done" : "waiting",
            time:
              isFunded && found
                ? words.steps.ofTime(
                    formats.duration(now > found.state.since ? now - found.state.since : 0n),
                    formats.duration(found.rental.offer.startWindow),
                  )
                : clock(startedEvent?.at),
            detail:
              isFunded &&
              found &&
              words.steps.hostUntil(
                formats.moment(closesAt(found.rental.offer, found.state), now),
                amount,
                waitCompensation(found.rental.offer, found.state.duration) > 0n
                  ? written(waitCompensation(found.rental.offer, found.state.duration))
                  : undefined,
              ),
          } satisfies Step,
        ]),
    { title: words.steps.running, state: isRunning || isOver ? "done" : "waiting", time: clock(startedEvent?.at) },
    {
      title: words.steps.wayIn,
      state: isRunning ? "now" : isOver ? "done" : "waiting",
      detail: words.steps.wayInMeaning,
    },
  ]

  return (
    <>
      <Crumbs>{name}</Crumbs>
      <PageHead title={title} lead={isPaid || hash ? words.closeable : words.notPaidYet} />
      <div className={offerGrid}>
        <div className="grid min-w-0 gap-4">
          {failure && !isPaid && (
            <FailureNote
              failure={failure}
              wasSent={hash !== undefined}
              token={figure}
              ways={{
                again: { label: words.backToOffer, onClick: () => history.back() },
                newOffer: { label: words.backToOffer, onClick: () => history.back() },
                shorter: { label: words.backToOffer, onClick: () => history.back() },
                look: { label: words.backToOffer, onClick: () => history.back() },
                settings: { label: words.backToOffer, onClick: () => history.back() },
                similar: { label: texts.offer.similar, onClick: () => void navigate({ to: "/" }) },
              }}
            />
          )}
          {isNothing && (
            <Note
              tone="info"
              fact={words.nothing}
              action={
                <Button size="small" onClick={() => void navigate({ to: "/" })}>
                  {texts.errors.toMarket}
                </Button>
              }
            >
              {words.nothingMeaning}
            </Note>
          )}
          <Card label={words.progress}>
            <div aria-live="polite">
              <h2 className="sr-only">{words.progress}</h2>
              <Steps steps={steps} />
            </div>
          </Card>
          {isRunning && found && <AccessCard {...{ id, found }} />}
          {isFunded && found && token && (
            <Card label={rentalWords.actions} isFlush>
              <div className="*:first:border-t-0">
                <StopAction {...{ id, found, token, now }} kind="cancel" />
              </div>
            </Card>
          )}
        </div>
        <aside aria-label={words.what} className="min-w-0 lg:sticky lg:top-19">
          <Card title={name}>
            <p className="text-sm text-muted-foreground">
              {[
                machine.place,
                offer && found && `${formats.duration(found.state.duration)}, ${words.at(written(offer.pricePerHour))}`,
              ]
                .filter(Boolean)
                .join(" · ")}
            </p>
            <div className="mt-3 flex flex-wrap items-baseline justify-between gap-x-3">
              <span className="text-sm font-medium">{isPaid ? words.locked : words.toLock}</span>
              <span className="text-3xl font-semibold">{amount}</span>
            </div>
            {found && token && (
              <>
                <div className="my-3">
                  <SplitBar parts={{ you: stopMoney(found, now).back }} sentence={words.allYours(amount)} isTall />
                </div>
                <div className="text-sm">
                  <Facts
                    facts={[
                      ...(isFunded
                        ? [{ name: words.ifCancelled, value: <b className="font-semibold">{amount}</b> }]
                        : []),
                      { name: words.billedSoFar, value: written(isRunning ? stopMoney(found, now).billed : 0n) },
                      { name: texts.offer.exit, value: formats.date(exitAt(found.rental.offer, found.state)) },
                      { name: words.rental, value: <Address value={id} kind="id" /> },
                    ]}
                  />
                </div>
                <a
                  href={rentalLinkOf(id)}
                  className={`${buttonClasses({ look: isRunning ? "primary" : "plain" })} mt-3 w-full`}
                >
                  {transactions.open}
                </a>
              </>
            )}
          </Card>
        </aside>
      </div>
    </>
  )

  /** What the wallet asks now, of how many steps. */
  function inWallet(): string {
    if (!step) return words.steps.inWallet
    const kind = texts.offer.step[step.kind]
    const what = typeof kind === "string" ? kind : kind(figureWords())
    return step.count > 1
      ? `${what} · ${transactions.step(formats.count(step.index), formats.count(step.count))}`
      : what
  }

  function figureWords(): string {
    return figure ? `${formats.amount(figure.amount, figure.decimals)} ${figure.symbol}` : "…"
  }
}
