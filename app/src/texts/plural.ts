/** Chooses the form of a word for a count, by the rules of a language. */
export type Plural = (count: number, forms: { readonly one: string; readonly other: string }) => string
