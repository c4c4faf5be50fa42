import type { en } from "./en.ts"

/** The words of the page: English has the form that every language has. */
export type Texts = typeof en
