// The parts of ERC-7730 that the clear-signing files use.
export type Field = {
  readonly path: string
  readonly label: string
  readonly format: string
  readonly visible?: "never" | "optional"
  readonly params?: Readonly<Record<string, unknown>>
}
export type Format = { readonly intent: string; readonly fields: readonly Field[] }
export type Descriptor = {
  readonly metadata: { readonly owner: string }
  readonly display: { readonly formats: Readonly<Record<string, Format>> }
}
export type Deployment = { readonly chainId: number; readonly address: string }
