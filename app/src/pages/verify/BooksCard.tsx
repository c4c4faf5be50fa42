import type { TokenBooks } from "@gpuflow/escrow/audit"
import type { ReactNode } from "react"

import { useFormats } from "../../format/useFormats.ts"
import type { TokenInfo } from "../../server/tokensOf.ts"
import { useDeployment } from "../../settings/SettingsProvider.tsx"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Amount } from "../../ui/Amount.tsx"
import { Button } from "../../ui/Button.tsx"
import { Card } from "../../ui/Card.tsx"
import { Note } from "../../ui/Note.tsx"
import { RetryButton } from "../../ui/RetryButton.tsx"
import { type Column, Table } from "../../ui/Table.tsx"
import { shortFirst } from "./checks.ts"
import type { Bookkeeping } from "./useBookkeeping.ts"

type BooksCardProps = {
  readonly bookkeeping: Bookkeeping
  /** How the amounts of a token are written. */
  readonly tokenOf: (address: string) => TokenInfo | undefined
}

/** What the escrow owes in each token, beside what it has. */
export function BooksCard({ bookkeeping, tokenOf }: BooksCardProps) {
  const { verify: texts } = useTexts()
  const formats = useFormats()
  const { fromBlock } = useDeployment()
  const { books, isAdding, progress, hasFailed, add, stop } = bookkeeping
  return (
    <Card title={texts.books} isFlush>
      <p className="-mt-2 px-5 pb-3 text-sm text-muted-foreground max-md:px-4">{texts.booksMeaning}</p>
      {books && !isAdding && (
        <>
          <BooksTable tokens={shortFirst(books.tokens)} tokenOf={tokenOf} />
          <p className="border-t border-border px-5 py-3 text-xs text-muted-foreground max-md:px-4">
            {texts.booksOf(books.rentals, formats.count(books.rentals))}
            {books.tokens.some(({ balance, owed }) => balance !== undefined && balance > owed) &&
              ` ${texts.giftMeaning}`}
          </p>
        </>
      )}
      {hasFailed && (
        <div className="px-5 pb-5 max-md:px-4">
          <Note tone="warning" fact={texts.booksFailed} action={<RetryButton onClick={add} />}>
            {texts.booksFailedMeaning}
          </Note>
        </div>
      )}
      {!books && !hasFailed && (
        <div className="grid gap-3 px-5 pb-5 max-md:px-4">
          <p className="max-w-[64ch] text-sm">{texts.booksPrompt(formats.count(fromBlock))}</p>
          {isAdding ? (
            <div className="grid gap-2">
              <progress
                aria-label={texts.booksAdd}
                className="h-1.5 w-full accent-primary"
                {...(progress && {
                  value: Number(progress.block - fromBlock),
                  max: Math.max(1, Number(progress.toBlock - fromBlock)),
                })}
              />
              <div className="flex flex-wrap items-center justify-between gap-3">
                <p role="status" className="text-sm text-muted-foreground">
                  {progress && progress.block < progress.toBlock
                    ? texts.booksProgress(formats.count(progress.block), formats.count(progress.toBlock))
                    : texts.booksAdding}
                </p>
                <Button size="small" onClick={stop}>
                  {texts.booksStop}
                </Button>
              </div>
            </div>
          ) : (
            <div>
              <Button look="primary" onClick={add}>
                {texts.booksAdd}
              </Button>
            </div>
          )}
        </div>
      )}
    </Card>
  )
}

function BooksTable({ tokens, tokenOf }: { tokens: readonly TokenBooks[]; tokenOf: BooksCardProps["tokenOf"] }) {
  const { verify: texts } = useTexts()
  const amount = (of: TokenBooks, value: bigint) => (
    <Amount amount={value} decimals={tokenOf(of.token)?.decimals ?? 0} />
  )
  const part = (key: string, title: string, value: (of: TokenBooks) => bigint): Column<TokenBooks> => ({
    key,
    title,
    isNumber: true,
    cell: (of) => <span className="text-muted-foreground">{amount(of, value(of))}</span>,
  })
  return (
    <Table
      caption={texts.booksByToken}
      narrow="scroll"
      rows={tokens}
      rowKey={({ token }) => token}
      columns={[
        {
          key: "token",
          title: texts.token,
          cell: ({ token }) => <b className="font-semibold">{tokenOf(token)?.symbol ?? token.slice(0, 8)}</b>,
        },
        part("rentals", texts.rentals, ({ rentals }) => rentals),
        part("stakes", texts.stakes, ({ stakes }) => stakes),
        part("bonds", texts.bonds, ({ bondsFree, bondsLocked }) => bondsFree + bondsLocked),
        part("credits", texts.credits, ({ credits }) => credits),
        part("fees", texts.fees, ({ fees }) => fees),
        {
          key: "owed",
          title: texts.owed,
          isNumber: true,
          cell: (of) => <b className="font-semibold">{amount(of, of.owed)}</b>,
        },
        {
          key: "there",
          title: texts.there,
          isNumber: true,
          cell: (of) =>
            of.balance === undefined ? (
              <span className="text-warning">{texts.couldNotRead}</span>
            ) : (
              <b className="font-semibold">{amount(of, of.balance)}</b>
            ),
        },
        {
          key: "difference",
          title: texts.difference,
          isNumber: true,
          cell: (of) => <Difference {...{ of, amount }} />,
        },
      ]}
    />
  )
}

type DifferenceProps = {
  readonly of: TokenBooks
  readonly amount: (of: TokenBooks, value: bigint) => ReactNode
}

function Difference({ of, amount }: DifferenceProps) {
  const { verify: texts } = useTexts()
  const { owed, balance } = of
  if (balance === undefined) return "–"
  if (balance === owed) return "0"
  const isShort = balance < owed
  return (
    <span className={isShort ? "font-semibold text-destructive" : undefined}>
      {isShort ? "−" : "+"}
      {amount(of, isShort ? owed - balance : balance - owed)}
      <span className="block text-xs text-muted-foreground">{isShort ? texts.short : texts.gift}</span>
    </span>
  )
}
