import { settleMany } from "@gpuflow/escrow/requests"
import type { Claim } from "@gpuflow/escrow/watch"
import { useState } from "react"
import type { Hex } from "viem"
import { useConnection } from "wagmi"

import { useFormats } from "../../format/useFormats.ts"
import { MachineLabel } from "../../server/MachineLabel.tsx"
import type { MachineName } from "../../server/machineNames.ts"
import type { TokenInfo } from "../../server/tokensOf.ts"
import { useDeployment } from "../../settings/SettingsProvider.tsx"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { TransactionDialog } from "../../transactions/TransactionDialog.tsx"
import { useTransaction } from "../../transactions/useTransaction.ts"
import { Address } from "../../ui/Address.tsx"
import { Amount } from "../../ui/Amount.tsx"
import { Button } from "../../ui/Button.tsx"
import { Card } from "../../ui/Card.tsx"
import { Facts } from "../../ui/Facts.tsx"
import { Table } from "../../ui/Table.tsx"
import { TableSkeleton } from "../../ui/TableSkeleton.tsx"
import { dueClaims, notYetDue, sumsOf, whyDue } from "./hostMoney.ts"
import { useClaimCost } from "./useClaimCost.ts"

type ClaimsProps = {
  /** Undefined while they are read. */
  readonly claims: readonly Claim[] | undefined
  readonly tokens: readonly TokenInfo[]
  readonly names: ReadonlyMap<Hex, MachineName>
  readonly now: bigint
}

/** What can be taken now and in which transactions, and what follows when. */
export function Claims({ claims, tokens, names, now }: ClaimsProps) {
  const { host: texts, rentals } = useTexts()
  const formats = useFormats()
  const due = dueClaims(claims ?? [])
  const later = (claims ?? []).filter((claim) => !due.includes(claim) && claim.state.status !== "Funded")
  const tokenOf = (claim: Claim) =>
    tokens.find(({ address }) => address.toLowerCase() === claim.rental.offer.token.toLowerCase())
  const amounts = due.map(({ rental, toHost }) => ({ token: rental.offer.token, amount: toHost }))
  const total = formats.list(
    sumsOf(amounts, tokens).map(({ token, amount }) => `${formats.amount(amount, token.decimals)} ${token.symbol}`),
  )
  const payees = [...new Set(due.map(({ rental }) => rental.offer.payee))]
  const [payee] = payees
  const machine = {
    key: "machine",
    title: rentals.machine,
    cell: ({ id, rental: { offer } }: Claim) => (
      <MachineLabel {...{ id, offer }} name={names.get(offer.spec)} lead="name" />
    ),
  }
  return (
    <Card title={texts.takeNow} isFlush aside={due.length > 0 && <TakeAll {...{ due, total }} />}>
      {!claims && <TableSkeleton rows={3} columns={4} />}
      {claims && due.length === 0 && (
        <p className="px-5 pb-4 text-muted-foreground max-md:px-4">
          {later[0] ? texts.nothingDueUntil(formats.moment(later[0].dueAt, now)) : texts.nothingDue}
        </p>
      )}
      {due.length > 0 && (
        <>
          <p className="-mt-2 flex flex-wrap items-center gap-x-1 px-5 pb-2 text-sm text-muted-foreground max-md:px-4">
            {payees.length === 1 && payee ? (
              <>
                {texts.anyoneToPayee} <Address value={payee} />
              </>
            ) : (
              texts.anyoneToPayees
            )}
          </p>
          <Table
            caption={texts.takeNow}
            rows={due}
            rowKey={({ id }) => id}
            footer={[texts.inTransactions(due.length, formats.count(due.length)), "", "", "", total]}
            columns={[
              machine,
              { key: "why", title: texts.why, cell: (claim) => texts.whyDue(whyDue(claim, now)) },
              { key: "since", title: texts.dueSince, cell: ({ dueAt }) => formats.moment(dueAt, now) },
              {
                key: "earned",
                title: texts.earned,
                isNumber: true,
                cell: (claim) => <Amount amount={claim.toHost + claim.fee} decimals={tokenOf(claim)?.decimals ?? 0} />,
              },
              {
                key: "net",
                title: texts.toYou,
                isNumber: true,
                cell: (claim) => (
                  <b className="font-semibold">
                    <Amount
                      amount={claim.toHost}
                      decimals={tokenOf(claim)?.decimals ?? 0}
                      symbol={tokenOf(claim)?.symbol}
                    />
                  </b>
                ),
              },
            ]}
          />
        </>
      )}
      {later.length > 0 && (
        <>
          <h3 className="border-t border-border px-5 pt-4 pb-1 font-semibold max-md:px-4">{texts.dueLater}</h3>
          <Table
            caption={texts.dueLater}
            rows={later}
            rowKey={({ id }) => id}
            columns={[
              machine,
              {
                key: "when",
                title: texts.dueFrom,
                cell: ({ dueAt, state }) =>
                  state.status === "Disputed"
                    ? texts.afterRuling(formats.moment(dueAt, now))
                    : formats.moment(dueAt, now),
              },
              {
                key: "soFar",
                title: texts.earnedSoFar,
                isNumber: true,
                cell: (claim) => (
                  <Amount
                    amount={notYetDue(claim, now)}
                    decimals={tokenOf(claim)?.decimals ?? 0}
                    symbol={tokenOf(claim)?.symbol}
                  />
                ),
              },
            ]}
          />
        </>
      )}
    </Card>
  )
}

/** One button for all of it, with what it costs. */
function TakeAll({ due, total }: { due: readonly Claim[]; total: string }) {
  const { host: texts } = useTexts()
  const formats = useFormats()
  const { escrow, coin } = useDeployment()
  const { address } = useConnection()
  const [isOpen, setOpen] = useState(false)
  const rentals = due.map(({ rental }) => rental)
  const cost = useClaimCost(address, rentals).data
  const fee =
    cost &&
    (cost.dollars === undefined ? `${formats.amount(cost.fee, 18)} ${coin}` : formats.smallDollars(cost.dollars))
  const writing = useTransaction({ kind: "settle" }, { isInDialog: true })
  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)}>
        {texts.takeAll(total)}
        {fee && <span className="font-normal opacity-85">{texts.feeShort(fee)}</span>}
      </Button>
      <TransactionDialog
        title={texts.takeAllTitle}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        writing={writing}
        confirm={texts.takeAll(total)}
        keep={texts.notNow}
        onConfirm={() => writing.send((client, options) => settleMany(client, { escrow, rentals, ...options }))}
      >
        <Facts
          isPlain
          facts={[
            { name: texts.rentalsPaid, value: formats.count(due.length) },
            { name: texts.transactions, value: cost ? formats.count(cost.transactions) : "…" },
            { name: texts.feeAtMost, value: fee ?? "…" },
          ]}
        />
        <p className="text-sm text-muted-foreground">{texts.takeAllMeaning}</p>
      </TransactionDialog>
    </>
  )
}
