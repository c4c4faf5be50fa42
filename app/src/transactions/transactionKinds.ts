/** What people do on the chain with this page. Each has its words in `texts`. */
const transactionKinds = [
  "rent",
  "extend",
  "stop",
  "cancel",
  "dispute",
  "concede",
  "evidence",
  "start",
  "decline",
  "interrupt",
  "refund",
  "settle",
  "resolve",
  "withdraw",
  "fundBond",
  "withdrawBond",
  "signOffer",
  "removeOffer",
  "revokeOffers",
  "setSigner",
  "mandate",
  "revokeMandate",
] as const

export type TransactionKind = (typeof transactionKinds)[number]

export function isTransactionKind(value: unknown): value is TransactionKind {
  return transactionKinds.some((kind) => kind === value)
}
